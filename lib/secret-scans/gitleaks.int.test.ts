import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorld } from '@/lib/sync/testing';
import { readSecrets } from './read-secrets';
import { whichScanner } from './scanners/choose-scanner';
import { ctx, findingsOf, scanned, setPath, withoutGitleaks, withSecret } from './testing';

openWorld();

const hasGitleaks = (process.env.PATH ?? '')
  .split(path.delimiter)
  .some((dir) => existsSync(path.join(dir, 'gitleaks')));
const ALLOWS_ALL = "[extend]\nuseDefault = true\n[allowlist]\npaths = ['''.*''']\n";
const ONE_RULE = "[[rules]]\nid = 'house-rule'\ndescription = 'A key of ours'\nregex = '''house-[0-9]{6}'''\n";

describe.runIf(hasGitleaks)("a repository's own configuration", () => {
  it('is obeyed, also if it allows everything, and it is told that it was used', async () => {
    const { id, git, scan } = await scanned({ '.gitleaks.toml': ALLOWS_ALL, 'a.txt': withSecret() });
    expect(await scan()).toMatchObject({ status: 'clean' });
    expect(await readSecrets(ctx(), id)).toMatchObject({
      scan: { config_path: '.gitleaks.toml', scanner: 'gitleaks' },
      scanner: { name: 'gitleaks', problem: null },
    });
    // Files that were clean by another configuration are not believed to be.
    await git.commit({ '.gitleaks.toml': null });
    expect(await scan()).toMatchObject({ status: 'found' });
  });

  it('is another one if that is asked for, for one scan', async () => {
    const files = { '.gitleaks.toml': ALLOWS_ALL, 'ci/leaks.toml': ONE_RULE, 'a.txt': `house-123456\n${withSecret()}` };
    const { scan } = await scanned(files);
    const { status, scanId } = await scan({ configPath: 'ci/leaks.toml' });
    expect(status).toBe('found');
    expect(await findingsOf(scanId)).toMatchObject([
      { rule: 'house-rule', title: 'A key of ours', path: 'a.txt', line: 1 },
    ]);
    expect(await scan()).toMatchObject({ status: 'clean' });
  });

  it.each([
    ['is not there', {}, 'ci/leaks.toml, is not in this commit'],
    ['is a link', { 'ci/leaks.toml': { link: '/etc/passwd' } }, 'is a link, and links are not followed'],
    ['is no TOML', { 'ci/leaks.toml': 'a = [' }, 'is no TOML that Freshet can read'],
    ['leads elsewhere', { 'ci/leaks.toml': '[extend]\npath = "/etc/passwd"\n' }, 'extends another file or address'],
    [
      'has a pattern that is none',
      { 'ci/leaks.toml': ONE_RULE.replace("'''house-", "'''(") },
      'could not read the repository',
    ],
    ['is too large', { 'ci/leaks.toml': `# ${'x'.repeat(1024 ** 2)}\n` }, 'is larger than 1 MiB'],
  ])('that %s blocks', async (_, files, words) => {
    const { scan } = await scanned({ 'a.txt': 'a\n', ...files });
    const { status, text } = await scan({ configPath: 'ci/leaks.toml' });
    expect(status).toBe('failed');
    expect(text).toContain(words);
  });

  it('names no findings to leave out: those by file and line would let another secret pass', async () => {
    const ignored = 'a.txt:github-pat:1\na.txt:github-pat:2\na.txt:github-pat:3\n';
    const { scan } = await scanned({ '.gitleaksignore': ignored, 'a.txt': withSecret() });
    expect(await scan()).toMatchObject({ status: 'found' });
  });
});

it('without gitleaks secretlint scans, and it is told that a configuration was not read', async () => {
  setPath(await withoutGitleaks(), { only: true });
  expect(await whichScanner()).toMatchObject({ name: 'secretlint', problem: null });
  const { id, scan } = await scanned({ '.gitleaks.toml': ALLOWS_ALL, 'a.txt': withSecret() });
  expect(await scan()).toMatchObject({ status: 'found' });
  expect(await readSecrets(ctx(), id)).toMatchObject({
    scan: { config_path: '.gitleaks.toml', scanner: 'secretlint' },
  });
});
