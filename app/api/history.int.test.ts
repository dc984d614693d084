// Branches, tags, commits and contributors as the API lists them, of a repository that the real engine has synced.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '../../e2e/servers/git/git-repo';
import { startWorld, type World } from '../../e2e/servers/world';

let world: World;
let git: GitRepo;
let id: string;
let call: typeof import('./_testing').call;
let provideSurroundings: typeof import('@/app/_http/context').provideSurroundings;
const shas: string[] = [];

beforeAll(async () => {
  world = await startWorld({ FRESHET_AUTH: 'disabled' }, { hasClock: false });
  ({ call } = await import('./_testing'));
  ({ provideSurroundings } = await import('@/app/_http/context'));
  provideSurroundings(world.as({ kind: 'system' }));
  git = await createRepo(world.upstreams, 'acme/history', { 'README.md': '# One\n' }, { time: 1_600_000_000 });
  shas.push(await git.tip());
  const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
  for (let i = 1; i <= 6; i++) {
    shas.push(
      await git.commit(
        { [i % 2 ? 'src/odd.ts' : 'src/even.ts']: `${i}\n` },
        {
          time: 1_600_000_000 + i * 86_400,
          message: `Change ${i}\n\n${i === 4 ? 'Because of the HERON.\n' : ''}`,
          ...(i % 2 ? { author: ada } : {}),
        },
      ),
    );
  }
  await git.commit(
    { 'src/odd.ts': 'side\n' },
    { branch: 'topic/side', from: shas[1]!, message: 'Aside\n', author: ada },
  );
  for (const tag of ['v1.9', 'v1.10', 'v1.2']) await git.tag(tag, shas[2]!);
  await git.tag('v2.0', shas[6]!, { annotated: true });
  const added = await call('POST', '/api/v1/repos', {
    body: { url: `${world.git.url}/${git.name}`, is_public: true },
  });
  id = (await added.json()).id;
  expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
});
afterAll(async () => {
  provideSurroundings?.(undefined);
  await world?.close();
});

async function get(path: string) {
  const response = await call('GET', `/api/v1/repos/${id}/${path}`);
  return { status: response.status, body: await response.json() };
}

/** All pages of a list, two entries at a time. */
async function pages(path: string, list: string, key: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body, status } = await get(
      `${path}${path.includes('?') ? '&' : '?'}limit=2${cursor && `&cursor=${cursor}`}`,
    );
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body[list].length).toBeLessThanOrEqual(2);
    found.push(...body[list].map((entry: Record<string, string>) => entry[key]));
    cursor = body.next_cursor;
  }
  return found;
}

const messages = (path: string) => pages(`commits?${path}`, 'commits', 'subject');

it('lists branches by name or time, with their last commits', async () => {
  expect(await pages('branches', 'branches', 'name')).toEqual(['main', 'topic/side']);
  expect(await pages('branches?sort=updated', 'branches', 'name')).toEqual(['main', 'topic/side']);
  expect(await pages('branches?q=SIDE', 'branches', 'name')).toEqual(['topic/side']);
  const { body } = await get('branches?q=topic');
  expect(body.branches).toMatchObject([{ subject: 'Aside', author_name: 'Ada Lovelace', is_default: false }]);
});

it('lists tags by version, name or time, page by page', async () => {
  expect(await pages('tags', 'items', 'name')).toEqual(['v2.0', 'v1.10', 'v1.9', 'v1.2']);
  expect(await pages('tags?sort=name', 'items', 'name')).toEqual(['v1.10', 'v1.2', 'v1.9', 'v2.0']);
  expect((await pages('tags?sort=updated', 'items', 'name')).sort()).toEqual(['v1.10', 'v1.2', 'v1.9', 'v2.0']);
  expect(await pages('tags?q=V1.', 'items', 'name')).toEqual(['v1.10', 'v1.9', 'v1.2']);
  const { body } = await get('tags?q=v2');
  expect(body.items).toMatchObject([{ commit: shas[6], is_annotated: true, tagger_name: 'T', subject: 'v2.0' }]);
  // A cursor of another order is no cursor of this one.
  const { body: first } = await get('tags?limit=1');
  expect((await get(`tags?sort=name&limit=1&cursor=${first.next_cursor}`)).status).toBe(400);
  expect((await get('tags?cursor=bm9uZQ')).status).toBe(400);
});

it('finds commits by author, text, id, time, path, branch and tag', async () => {
  expect(await messages('author=LOVE')).toEqual(['Change 5', 'Change 3', 'Change 1']);
  expect(await messages('q=heron')).toEqual(['Change 4']);
  expect(await messages(`q=${shas[3]!.slice(0, 8)}`)).toEqual(['Change 3']);
  expect(await messages('since=2020-09-17&until=2020-09-18')).toEqual(['Change 5', 'Change 4']);
  expect(await messages('path=src/even.ts')).toEqual(['Change 6', 'Change 4', 'Change 2']);
  expect(await messages('path=/src/&author=ada&q=change')).toEqual(['Change 5', 'Change 3', 'Change 1']);
  expect(await messages('ref=topic/side')).toEqual(['Aside', 'Change 1', 'Change files']);
  expect(await messages('ref=topic/side&author=ada')).toEqual(['Aside', 'Change 1']);
  expect(await messages('ref=v1.10')).toEqual(['Change 2', 'Change 1', 'Change files']);
  expect(await messages('ref=main')).toHaveLength(7);
  expect(await messages('author=nobody')).toEqual([]);
  const { body } = await get('commits?q=heron');
  expect(body.commits).toMatchObject([
    { body: 'Because of the HERON.', committer_name: 'Test Author', committer_email: 'author@example.com' },
  ]);
  for (const query of ['since=yesterday', 'path=../x', 'ref=nowhere', `q=${'x'.repeat(600)}`]) {
    expect([400, 404], query).toContain((await get(`commits?${query}`)).status);
  }
});

it('counts contributors', async () => {
  const { body } = await get('contributors?limit=1');
  expect(body).toMatchObject({ items: [{ name: 'Test Author', commits: 4 }], total: 2 });
});

it('shows none of it to who may not see the repository', async () => {
  await call('PATCH', `/api/v1/repos/${id}`, { body: { is_public: false } });
  provideSurroundings({ ...world.as({ kind: 'system' }), env: { ...world.env, auth: 'accounts' } });
  for (const list of ['branches', 'tags', 'commits', 'contributors', 'commits?path=src']) {
    expect((await get(list)).status, list).toBe(404);
  }
  provideSurroundings(world.as({ kind: 'system' }));
});
