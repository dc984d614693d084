import { expect, it } from 'vitest';
import { PUBLISHED_KEYS } from './published-keys';
import { fingerprintOf } from './ssh-key';

/** As the hosts print them on their pages. */
const PRINTED: Record<string, [ed25519: string, ecdsa: string]> = {
  'github.com': ['+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU', 'p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM'],
  'gitlab.com': ['eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8', 'HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw'],
  'bitbucket.org': ['ybgmFkzwOSotHTHLJgHO0QN8L0xErw6vd0VhFA9m3SM', 'FC73VB6C4OQLSCrjEayhMp9UMxS97caD/Yyi2bhW/J0'],
  'codeberg.org': ['mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g', 'T9FYDEHELhVkulEKKwge5aVhVTbqCW0MIRwAfpARs/E'],
};

it('the keys of the large hosts are those whose fingerprints they publish', () => {
  for (const [host, printed] of Object.entries(PRINTED)) {
    const found = (PUBLISHED_KEYS[host] ?? []).map((key) => fingerprintOf(key.split(' ')[1] ?? ''));
    expect(found, host).toEqual(printed.map((text) => `SHA256:${text}`));
  }
  expect(Object.keys(PRINTED)).toEqual(Object.keys(PUBLISHED_KEYS));
});
