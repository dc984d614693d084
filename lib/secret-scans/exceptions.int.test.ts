import { afterAll, beforeEach, expect, it } from 'vitest';
import { auditLog } from '@/db/schema';
import { openWorld } from '@/lib/sync/testing';
import { addException, withdrawException } from './exceptions';
import { markedRepos } from './marks';
import { readSecrets } from './read-secrets';
import { closeSecretlint } from './scanners/secretlint';
import {
  ctx,
  everythingKept,
  findingsOf,
  SECOND,
  SECRETS,
  scanned,
  setPath,
  withoutGitleaks,
  withSecret,
} from './testing';

openWorld();
afterAll(closeSecretlint);
beforeEach(async () => setPath(await withoutGitleaks(), { only: true }));

const fingerprintIn = async (scanId: string) => (await findingsOf(scanId))[0]?.fingerprint ?? '';

it('lets pass what was reviewed, and nothing else: another secret there, or the same one elsewhere', async () => {
  const { id, git, scan } = await scanned({ 'a.txt': withSecret() });
  const fingerprint = await fingerprintIn((await scan()).scanId);
  const exception = await addException(ctx(), id, { fingerprint, reason: 'revoked long ago' });
  expect(exception).toMatchObject({ rule: 'github', path: 'a.txt', reason: 'revoked long ago' });
  const passed = await scan();
  expect(passed).toMatchObject({ status: 'clean' });
  expect(passed.text).toMatch(/found no secret but 1 that is an exception in the files/);

  // Further down it is the same.
  await git.commit({ 'a.txt': `one more line\n${withSecret()}` });
  expect(await scan()).toMatchObject({ status: 'clean' });
  await git.commit({ 'a.txt': withSecret(SECOND) });
  expect(await scan()).toMatchObject({ status: 'found' });
  await git.commit({ 'a.txt': null, 'moved.txt': withSecret() });
  expect(await scan()).toMatchObject({ status: 'found' });
  await git.commit({ 'a.txt': withSecret(), 'moved.txt': null });
  expect(await scan()).toMatchObject({ status: 'clean' });

  await withdrawException(ctx(), id, exception.id);
  expect(await scan()).toMatchObject({ status: 'found' });
  const told = await ctx().db.select().from(auditLog);
  const entries = told
    .filter(({ subjectId }) => subjectId === id)
    .map(({ verb, before, after }) => ({ verb, before, after }));
  const about = { fingerprint, rule: 'github', path: 'a.txt', reason: 'revoked long ago' };
  expect(entries).toEqual([
    { verb: 'repo.secret-exception-add', before: null, after: about },
    { verb: 'repo.secret-exception-remove', before: about, after: null },
  ]);
  expect(await everythingKept()).not.toMatch(SECRETS);
});

it('refuses what nobody found, twice the same, and what is not there', async () => {
  const { id, scan } = await scanned({ 'a.txt': withSecret() });
  const other = await scanned({ 'a.txt': 'a\n' });
  const fingerprint = await fingerprintIn((await scan()).scanId);
  const input = { fingerprint, reason: 'why' };
  await expect(addException(ctx(), other.id, input)).rejects.toMatchObject({ code: 'not_found' });
  const { id: exception } = await addException(ctx(), id, input);
  await expect(addException(ctx(), id, input)).rejects.toMatchObject({ code: 'conflict' });
  await expect(withdrawException(ctx(), other.id, exception)).rejects.toMatchObject({ code: 'not_found' });
  await expect(withdrawException(ctx(), id, 'x')).rejects.toMatchObject({ code: 'not_found' });
});

it('shows what was found since when, page by page, and marks the repository until nothing is open', async () => {
  const { id, git, scan } = await scanned({ 'a.txt': withSecret(), 'b.txt': withSecret(SECOND) });
  await scan();
  const first = await readSecrets(ctx(), id, { limit: 1 });
  expect(first).toMatchObject({
    is_marked: true,
    scanner: { name: 'secretlint', problem: null },
    scan: { status: 'found', found_count: 2, open_count: 2, files_scanned: 2, scope: 'tree', config_path: null },
    findings: [{ path: 'a.txt', line: 1, is_excepted: false, title: 'GITHUB TOKEN' }],
  });
  const next = await readSecrets(ctx(), id, { limit: 1, cursor: first.next_cursor ?? '' });
  expect(next).toMatchObject({ findings: [{ path: 'b.txt' }], next_cursor: null });
  await git.commit({ 'c.txt': 'c\n' });
  await scan();
  const again = await readSecrets(ctx(), id);
  expect(again.findings.map((one) => one.found_at)).toEqual([first.findings[0]?.found_at, next.findings[0]?.found_at]);
  expect(again.scan?.id).not.toBe(first.scan?.id);
  expect(again.scans).toHaveLength(2);
  expect(await readSecrets(ctx(), id, { scan: first.scan?.id })).toMatchObject({ scan: { id: first.scan?.id } });
  await expect(readSecrets(ctx(), id, { scan: id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(readSecrets(ctx(), id, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });

  expect(await markedRepos(ctx(), [id])).toEqual([id]);
  expect(await markedRepos({ ...ctx(), actor: { kind: 'anonymous' } }, [id])).toEqual([]);
  for (const { fingerprint } of again.findings) await addException(ctx(), id, { fingerprint, reason: 'test data' });
  expect(await markedRepos(ctx(), [id])).toEqual([]);
  expect(await readSecrets(ctx(), id)).toMatchObject({
    scan: { status: 'clean', found_count: 2, open_count: 0 },
    exceptions: [{ reason: 'test data' }, { reason: 'test data' }],
  });
});
