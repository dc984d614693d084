import { afterAll, beforeAll, expect, it } from 'vitest';
import { repos } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Actor, Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { addRepos } from '@/lib/notifications/testing';
import { nameTaken } from './name-taken';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const env = parseEnv({ FRESHET_DATA_DIR: '/nonexistent/freshet' });
const as = (actor: Actor): Context => ({ actor, db: database.db, env, log, send: async () => {} });

it('a refusal leads to the repository that has the name, and only those who may see it', async () => {
  const [hidden = '', shown = ''] = await addRepos(database.db, ['hidden', 'shown'], { url: 'https://x.example/a' });
  await database.db.$client`update repos set is_public = true where id = ${shown}`;
  const [row] = await database.db.select().from(repos);
  const refusal = async (name: string) =>
    await database.db
      .insert(repos)
      .values({ orgId: row?.orgId ?? '', name })
      .then(() => expect.unreachable())
      .catch((error: unknown) => error);
  for (const [name, id] of [
    ['Hidden', hidden],
    ['SHOWN', shown],
  ] as const) {
    const error = await refusal(name);
    expect(await nameTaken(as({ kind: 'system' }), error, 'Acme', name)).toMatchObject({
      code: 'conflict',
      repoId: id,
    });
    const forVisitor = { code: 'conflict', repoId: name === 'SHOWN' ? id : undefined };
    expect(await nameTaken(as({ kind: 'anonymous' }), error, 'acme', name)).toMatchObject(forVisitor);
  }
});

it('every other error stays what it is', async () => {
  const other = new Error('other');
  expect(await nameTaken(as({ kind: 'system' }), other, 'acme', 'x')).toBe(other);
});
