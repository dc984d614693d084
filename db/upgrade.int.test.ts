// Databases of other versions: what an earlier one left is brought up to date, with who saw what before seeing it afterwards,
// and one that a later version has used is left alone.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectEmbedded, connectNative, type Db } from './client';
import { startEmbedded } from './embedded';
import { knownMigrations, migrate, migrateTo } from './migrate';

const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-upgrade-'));
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  const server = process.env.FRESHET_TEST_DATABASE_URL;
  if (server) {
    const admin = connectNative(server, 1);
    const name = `freshet_upgrade_${process.pid}`;
    await admin.$client.unsafe(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    db = connectNative(url.href, 1);
    close = async () => {
      await db.$client.end();
      await admin.$client.unsafe(`drop database if exists ${name} with (force)`);
      await admin.$client.end();
    };
  } else {
    const embedded = await startEmbedded(path.join(folder, 'database'), { isDurable: false });
    db = connectEmbedded(embedded);
    close = async () => {
      await db.$client.end();
      await embedded.close();
    };
  }
  await migrateTo(db, knownMigrations()[10]!.tag);
});
afterAll(async () => {
  await close?.();
  rmSync(folder, { recursive: true, force: true });
});

it('makes everybody a member of what there is, administrators its owners, and leaves it open to those who come', async () => {
  const sql = db.$client;
  await sql`insert into users (email, is_admin) values ('root@example.com', true), ('ada@example.com', false)`;
  await sql`insert into users (email, disabled_at) values ('gone@example.com', now())`;
  await sql`insert into orgs (name) values ('acme'), ('brooks')`;
  await sql`insert into repos (org_id, name, is_public, added_by)
    select o.id, 'secret', false, (select id from users where email = 'ada@example.com') from orgs o`;
  const told: number[] = [];
  await migrate(db, (steps) => told.push(steps));
  // Nobody who waits has to guess for what.
  expect(told).toEqual([knownMigrations().length - 11]);

  const members = await sql`
    select o.name as org, u.email, m.role from org_members m
    join orgs o on o.id = m.org_id join users u on u.id = m.user_id order by 1, 2`;
  const ofOne = (org: string) => [
    { org, email: 'ada@example.com', role: 'member' },
    { org, email: 'gone@example.com', role: 'member' },
    { org, email: 'root@example.com', role: 'owner' },
  ];
  expect([...members]).toEqual([...ofOne('acme'), ...ofOne('brooks')]);
  expect([...(await sql`select name, display_name, description, is_open from orgs order by name`)]).toEqual(
    ['acme', 'brooks'].map((name) => ({ name, display_name: null, description: '', is_open: true })),
  );
  const [kept] = await sql`
    select u.email, r.is_public from repos r join users u on u.id = r.added_by limit 1`;
  expect(kept).toEqual({ email: 'ada@example.com', is_public: false });
  // Organisations that are made from now on are closed unless somebody opens them.
  await sql`insert into orgs (name) values ('new')`;
  expect([...(await sql`select is_open from orgs where name = 'new'`)]).toEqual([{ is_open: false }]);
  // Once more, as after a crash, changes nothing.
  await migrate(db, (steps) => told.push(steps));
  expect(told).toHaveLength(1);
  expect([...(await sql`select count(*)::int as n from org_members`)]).toEqual([{ n: 6 }]);
});

it('refuses a database that a newer version has used, and leaves it as it is', async () => {
  const sql = db.$client;
  const later = knownMigrations().at(-1)!.when + 1;
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${later})`;
  const told: number[] = [];
  await expect(migrate(db, (steps) => told.push(steps))).rejects.toThrow('A newer version of Freshet has used this');
  expect(told).toEqual([]);
  await sql`delete from drizzle.__drizzle_migrations where created_at = ${later}`;
  await migrate(db);
});
