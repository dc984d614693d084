import { describe, expect, it } from 'vitest';
import { lastWords } from './last-words';

describe('what git said last', () => {
  it('is kept without counts that it writes over and over', () => {
    const stderr =
      'remote: Enumerating objects: 10, done.\nremote: Counting objects:  50% (5/10)\rremote: Counting objects: 100% (10/10), done.\n' +
      'Receiving objects:  10% (1/10)\rReceiving objects:  20% (2/10), 1.2 MiB | 3.4 MiB/s\rfatal: early EOF\n';
    expect(lastWords(stderr)).toBe('fatal: early EOF');
    expect(lastWords('Receiving objects:  10% (1/10)\r')).toBeNull();
    expect(lastWords('')).toBeNull();
  });

  it.each([
    ['\u001b]0;owned\u0007\u001b[31mremote: red\u001b[0m\u0000', 'remote: red'],
    ['remote: \u202egnp.exe \u200bhidden\u2066', 'remote: gnp.exe hidden'],
    ['remote: a\tb \ud800 c', 'remote: a b  c'],
    ['\u009b2Jremote: \u0008\u0008cleared', 'remote: cleared'],
  ])('is plain: %j', (said, kept) => expect(lastWords(said)).toBe(kept));

  it.each([
    'fatal: Authentication failed for https://me:hunter2hunter2@git.example/r',
    'remote: you sent Authorization: Basic hunter2hunter2',
    'remote: bearer hunter2hunter2 is wrong',
    'remote: https://git.example/r?private_token=hunter2hunter2&x=1',
    'remote: X-Gitlab-Token: hunter2hunter2',
    'remote: password = "hunter2hunter2"',
    'remote: your hunt\u001b[0mer2hunter2',
    'remote: your hunter2\u200bhunter2',
  ])('holds no secret: %s', (said) => expect(lastWords(said, ['hunter2hunter2'])).not.toMatch(/hunter2/));

  it.each(['ghp_0123456789abcdefABCD', 'glpat-0123456789abcdefABCD', 'github_pat_11ABCDEFG0123456789abcdef'])(
    'nor what looks like one: %s',
    (token) => expect(lastWords(`remote: bad credentials ${token}`)).toBe('remote: bad credentials [redacted]'),
  );

  it('is not much, and its end', () => {
    const flood = lastWords(
      `${'remote: line of noise, and more of it\n'.repeat(3)}${Array.from({ length: 9000 }, (_, i) => `remote: ${i} ${'x'.repeat(3000)}`).join('\n')}\nfatal: the end`,
    );
    expect(flood?.length).toBeLessThanOrEqual(2000);
    expect(flood).toMatch(/fatal: the end$/);
    expect(lastWords('😀'.repeat(5000))).not.toMatch(/\p{Cs}/u);
  });
});
