import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { connectEmbedded, connectNative, type Db } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { isNativeTest, openTestDatabase } from '@/db/testing';
import { createRepo, runGit } from '@/e2e/servers/git/git-repo';
import { type Env, parseEnv } from '@/lib/env';
import { readHead } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addHosted } from '@/lib/repos/manage/add/add-hosted';
import { decryptToken, encryptToken, loadSecret } from '@/lib/secrets';
import { added, openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { unbundleRepositories } from './bundles';
import { SETTINGS_FILE } from './keys';
import { makeBackup } from './make-backup';
import { openBackup } from './open-backup';
import { restoreBackup } from './restore-backup';
import { listTables } from './tables';
import { claimPlace, refuseUnfinished } from './unfinished';

openWorld();
let folder: string;
let hosted: { id: string; tip: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-backup-'));
  await added('acme/rivers', {
    'a.txt': 'alpha "quoted"\n\ttab \\ and ünïcödé\n',
    'b/c.ts': 'export const answer = 42;\n',
  });
  const repo = await addHosted(world.as(SYSTEM), { org: 'acme', name: 'own' });
  // What lies in the bin can be taken out of it again, also after a restore.
  const binned = await addHosted(world.as(SYSTEM), { org: 'acme', name: 'empty' });
  await deleteRepo(world.as(SYSTEM), binned.id);
  const source = await createRepo(world.upstreams, 'work/own', { 'own.txt': 'nobody else has this\n' });
  const dir = mirrorDir(world.env.dataDir, repo.id);
  await runGit(source.dir, ['push', '-q', dir, 'main', 'main:refs/freshet/kept/one/main']);
  hosted = { id: repo.id, tip: await source.tip() };
  const token = encryptToken('a source’s token', loadSecret(world.env));
  await world.as(SYSTEM).db.$client`update repos set token_ciphertext = ${token} where id <> ${repo.id}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An environment with a data folder of its own that is not there yet. */
const place = async (databaseUrl?: string): Promise<Env> => ({
  ...parseEnv({ FRESHET_DATA_DIR: path.join(await mkdtemp(path.join(folder, 'place-')), 'data') }),
  databaseUrl,
});

async function nativePlace(): Promise<Env> {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  return await place(database.url);
}

async function withEmbedded<T>(env: Env, work: (db: Db) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(env.dataDir, { isDurable: false });
  const db = connectEmbedded(embedded);
  try {
    return await work(db);
  } finally {
    await db.$client.end();
    await embedded.close();
  }
}

/** A fingerprint of each table, but of what a restore itself changes. */
async function fingerprints(sql: Sql): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const { name, columns } of await listTables(sql)) {
    const kept = columns.filter((column) => !['active_run_id', 'next_check_at', 'dirty'].includes(column));
    const [row] = await sql<{ print: string }[]>`
      select count(*) || ' ' || coalesce(md5(string_agg(md5(r::text), '' order by md5(r::text))), '') as print
      from (select ${sql(kept)} from ${sql(name)}
        ${name === 'audit_log' ? sql`where verb <> 'server.restore'` : sql``}) r`;
    prints[name] = row?.print ?? '';
  }
  return prints;
}

it('brings everything back in an empty place, on the other kind of database too', async () => {
  const file = path.join(folder, 'one.backup');
  const before = await fingerprints(world.as(SYSTEM).db.$client);
  const made = await makeBackup(world.env, file, { FRESHET_MAX_FILES: '1234', HOME: '/nowhere' });
  expect(made).toMatchObject({ repositories: 2, missing: [] });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(path.join(world.env.dataDir, 'database')).catch(() => [])).not.toContainEqual(
    expect.stringMatching(/^copy-/),
  );

  const there = await place();
  const restored = await restoreBackup(there, file);
  expect(restored).toMatchObject({ rows: made.rows, repositories: 2 });
  expect(await withEmbedded(there, (db) => fingerprints(db.$client))).toEqual(before);
  expect(await readHead(mirrorDir(there.dataDir, hosted.id))).toEqual({ branch: 'main', sha: hosted.tip });
  expect(await runGit(mirrorDir(there.dataDir, hosted.id), ['for-each-ref', '--format=%(refname)'])).toContain(
    'refs/freshet/kept/one/main',
  );
  await runGit(mirrorDir(there.dataDir, hosted.id), ['fsck', '--full', '--strict']);
  const settings = await readFile(path.join(there.dataDir, SETTINGS_FILE), 'utf8');
  expect(settings).toContain('FRESHET_MAX_FILES="1234"');
  expect(settings).not.toContain('HOME');
  await refuseUnfinished(there.dataDir);

  await withEmbedded(there, async ({ $client: sql }) => {
    const [row] = await sql<{ cipher: Buffer; isDue: boolean }[]>`
      select token_ciphertext as cipher, next_check_at <= now() as "isDue" from repos where name = 'rivers'`;
    // The key came along.
    expect(decryptToken(row?.cipher ?? Buffer.alloc(0), loadSecret(there))).toBe('a source’s token');
    expect(row?.isDue).toBe(true);
    // The next of each numbered thing is a new one, and the rules between tables hold again.
    await sql`insert into orgs (name) values ('later')`;
    await expect(sql`delete from orgs where name = 'acme'`).rejects.toThrow(/foreign key/);
    await sql`delete from orgs where name = 'later'`;
  });

  if (!isNativeTest()) return;
  const back = path.join(folder, 'back.backup');
  await makeBackup(there, back);
  const native = await nativePlace();
  await restoreBackup(native, back);
  const db = connectNative(native.databaseUrl ?? '', 1);
  onTestFinished(() => db.$client.end());
  expect(await fingerprints(db.$client)).toEqual(before);
});

it('refuses a file that is cut, changed or something else, and changes nothing', async () => {
  const whole = path.join(folder, 'whole.backup');
  await makeBackup(world.env, whole);
  const { size } = await stat(whole);
  const there = await place();
  const bad = path.join(folder, 'bad.backup');
  const spoil: [string, (file: string) => Promise<unknown>][] = [
    ['checksum', (file) => truncate(file, size - 1)],
    ['checksum', (file) => truncate(file, Math.floor(size / 2))],
    ['checksum', (file) => appendFile(file, 'x')],
    [
      'checksum',
      async (file) => {
        const bytes = await readFile(file);
        bytes[Math.floor(size / 2)] = (bytes[Math.floor(size / 2)] ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
    ],
    ['no backup', (file) => writeFile(file, 'something else')],
    ['no backup', (file) => truncate(file, 0)],
  ];
  for (const [says, how] of spoil) {
    await copyFile(whole, bad);
    await how(bad);
    await expect(restoreBackup(there, bad)).rejects.toThrow(says);
    expect(await readdir(there.dataDir).catch(() => null)).toBeNull();
  }
  await expect(restoreBackup(there, path.join(folder, 'none'))).rejects.toThrow('ENOENT');
  await expect(restoreBackup({ ...there, secret: 'another secret of 32 characters or more' }, whole)).rejects.toThrow(
    'FRESHET_SECRET',
  );
});

it('restores into an empty place alone, and says so', async () => {
  const file = path.join(folder, 'again.backup');
  await makeBackup(world.env, file);
  await expect(makeBackup(world.env, file)).rejects.toThrow('is there already');
  await expect(restoreBackup(world.env, file)).rejects.toThrow('is not empty');
  if (!isNativeTest()) return;
  const there = await place(world.env.databaseUrl);
  await expect(restoreBackup(there, file)).rejects.toThrow('The database (DATABASE_URL) is not empty');
  expect(await readdir(there.dataDir)).toEqual([]);
});

it('leaves no file behind if it cannot read what it should keep', async () => {
  const nowhere = await place();
  await expect(makeBackup(nowhere, path.join(folder, 'nothing.backup'))).rejects.toThrow('no database');
  const names = await readdir(folder);
  expect(names.filter((name) => name.startsWith('nothing'))).toEqual([]);
});

it('says which repository it could not keep, and keeps the others', async () => {
  const dir = mirrorDir(world.env.dataDir, hosted.id);
  const packs = path.join(dir, 'objects');
  await rm(`${packs}-aside`, { recursive: true, force: true });
  await rename(packs, `${packs}-aside`);
  await mkdir(packs);
  try {
    const file = path.join(folder, 'part.backup');
    const made = await makeBackup(world.env, file);
    expect(made).toMatchObject({ repositories: 1, missing: [{ repository: 'acme/own' }] });
    const backup = await openBackup(file);
    const there = await place();
    expect(await unbundleRepositories(there.dataDir, backup.frames())).toBe(1);
    await backup.close();
    expect(await readdir(path.join(there.dataDir, 'mirrors'))).toHaveLength(1);
  } finally {
    await rm(packs, { recursive: true });
    await rename(`${packs}-aside`, packs);
  }
});

it('a place where a restore has begun and not ended is served by nobody, and by one process at a time restored', async () => {
  const file = path.join(folder, 'half.backup');
  await makeBackup(world.env, file);
  const there = await place();
  const claimed = await claimPlace(there.dataDir);
  await expect(restoreBackup(there, file)).rejects.toThrow('already uses the data folder');
  await claimed.begin({ id: crypto.randomUUID(), digest: 'of another' });
  await claimed.release();
  await expect(refuseUnfinished(there.dataDir)).rejects.toThrow('half restored');
  await expect(makeBackup(there, path.join(folder, 'of-half.backup'))).rejects.toThrow('half restored');
});
