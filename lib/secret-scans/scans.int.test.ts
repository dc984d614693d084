import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorld } from '@/lib/sync/testing';
import { closeSecretlint } from './scanners/secretlint';
import {
  everythingKept,
  findingsOf,
  SECOND,
  SECRETS,
  scanned,
  setPath,
  THIRD,
  withoutGitleaks,
  withSecret,
} from './testing';

openWorld();
afterAll(closeSecretlint);

const hasGitleaks = (process.env.PATH ?? '')
  .split(path.delimiter)
  .some((dir) => existsSync(path.join(dir, 'gitleaks')));
const SCANNERS = ['secretlint', ...(hasGitleaks ? ['gitleaks'] : [])];

describe.each(SCANNERS)('%s', (scanner) => {
  beforeEach(async () => {
    if (scanner === 'secretlint') setPath(await withoutGitleaks(), { only: true });
  });
  const rule = scanner === 'gitleaks' ? 'github-pat' : 'github';

  it('says rule, file and line of what it finds, and never what it is', async () => {
    const { scan } = await scanned({ 'a/b.txt': `one\ntwo\n${withSecret()}four\n`, 'clean.txt': 'nothing\n' });
    const { status, text, scanId } = await scan();
    expect(status).toBe('found');
    expect(text).toMatch(
      new RegExp(`^${scanner} .* found a secret in the files of [0-9a-f]{10}:\n- ${rule} in a/b.txt, line 3$`),
    );
    expect(await findingsOf(scanId)).toEqual([
      expect.objectContaining({
        rule,
        path: 'a/b.txt',
        line: 3,
        commit: null,
        fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/),
      }),
    ]);
    expect(await everythingKept()).not.toMatch(SECRETS);
    expect(text).not.toMatch(SECRETS);
  });

  it('reads every kind of text, and binary files too', async () => {
    const wide = Buffer.from(`\ufeffone\r\n${withSecret()}`, 'utf16le');
    const { scan } = await scanned({
      'utf16.txt': wide,
      'utf16be.txt': Buffer.from(wide).swap16(),
      'latin1.txt': Buffer.from(`caf\xe9\n${withSecret()}`, 'latin1'),
      'program.o': Buffer.concat([randomBytes(40_000), Buffer.from(`\0${withSecret()}\0`), randomBytes(40_000)]),
      'looks like a.pdf.txt': `%PDF-1.4\n${withSecret()}`,
      'text.gz': withSecret(),
      'a.bridge.ts': withSecret(),
      '-rf': withSecret(),
      "it's\na name": withSecret(),
      '.gitleaksignore': `x\n${withSecret()}`,
    });
    const { scanId } = await scan();
    const found = new Map((await findingsOf(scanId)).map(({ path: name, line }) => [name, line]));
    expect(Object.fromEntries(found)).toEqual({
      'utf16.txt': 2,
      'utf16be.txt': 2,
      'latin1.txt': 2,
      'program.o': null,
      'looks like a.pdf.txt': 2,
      'text.gz': 1,
      'a.bridge.ts': 1,
      '-rf': 1,
      "it's\na name": 1,
      '.gitleaksignore': 2,
    });
  });

  it('finds what lies anywhere in a large file, with its line', async () => {
    const line = `${'x'.repeat(79)}\n`;
    const text = line.repeat(2000);
    const places = [1, 299, 300, 1237, 1999];
    const lines = text.split('\n');
    for (const at of places) lines.splice(at - 1, 1, withSecret().trim());
    const oneLine = `${'0'.repeat(1_000_000)} ${withSecret().trim()} ${'0'.repeat(1_000_000)}`;
    const { scan } = await scanned({ 'large.txt': lines.join('\n'), 'one-line.txt': oneLine });
    const { scanId } = await scan();
    const found = await findingsOf(scanId);
    expect(found.filter((one) => one.path === 'large.txt').map((one) => one.line)).toEqual(places);
    expect(found.filter((one) => one.path === 'one-line.txt').map((one) => one.line)).toEqual([1]);
  });

  it('scans below a folder alone, and obeys the comment that gitleaks knows', async () => {
    const { scan } = await scanned({
      'site/a.txt': 'a\n',
      'site/allowed.txt': withSecret().replace('\n', ' # gitleaks:allow\n'),
      'other/b.txt': withSecret(),
    });
    expect(await scan({ subfolder: 'site' })).toMatchObject({ status: 'clean' });
    expect(await scan()).toMatchObject({ status: 'found' });
    expect(await scan({ subfolder: 'nowhere' })).toMatchObject({
      status: 'failed',
      text: 'It could not be scanned for secrets. There is no such folder in this commit.',
    });
  });

  it('obeys no comment that lets more pass than a line', async () => {
    const { scan } = await scanned({
      'a.sh': `# secretlint-disable\n${withSecret()}`,
      'b.ts': `// secretlint-disable-line\n${withSecret()}`,
      'c.md': `<!-- secretlint-disable -->\n${withSecret()}`,
      'd.ts': `// secretlint-disable-next-line\n${withSecret()}`,
    });
    const { status, scanId } = await scan();
    expect(status).toBe('found');
    expect((await findingsOf(scanId)).map((one) => one.path).sort()).toEqual(['a.sh', 'b.ts', 'c.md', 'd.ts']);
  });

  it('finds in commits what was added and removed again, and what a merge brought', async () => {
    const { git, scan } = await scanned({ 'a.txt': 'a\n', 'old.txt': `${withSecret(SECOND)}` });
    const first = await git.tip();
    const added = await git.commit({ 'b.txt': `b\n${withSecret()}` });
    await git.commit({ 'b.txt': 'b\n', 'old.txt': `more\n${withSecret(SECOND)}` });
    const side = await git.commit({ 'c.txt': 'c\n' }, { branch: 'side', from: first });
    const merge = await git.commit({ 'evil.txt': withSecret(THIRD) }, { merge: [side] });
    await git.commit({ 'evil.txt': null, 'old.txt': null });
    expect(await scan()).toMatchObject({ status: 'clean' });
    const { status, scanId, text } = await scan({ sinceCommits: [first] });
    expect(status).toBe('found');
    expect(text).toContain('found 2 secrets in the commits up to');
    const found = (await findingsOf(scanId)).map(({ path: name, line, commit }) => ({ name, line, commit }));
    expect(found).toEqual([
      { name: 'b.txt', line: 2, commit: added },
      { name: 'evil.txt', line: 1, commit: merge },
    ]);
    // What is new since then: nothing.
    expect(await scan({ sinceCommits: [await git.tip()] })).toMatchObject({ status: 'clean' });
    // All of it, and with a commit that is gone.
    const all = await scan({ sinceCommits: ['1'.repeat(40)] });
    expect((await findingsOf(all.scanId)).map((one) => one.path).sort()).toEqual(['b.txt', 'evil.txt', 'old.txt']);
  });
});
