// What visitors of a public repository see of its objects: what branches and tags reach, and nothing else.
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as rawRoute } from '@/app/(public)/r/[org]/[name]/raw/[ref]/[...path]/route';
import { branches, commits, indexedRefs, orgMembers, orgs, repos, rewrites, syncRuns } from '@/db/schema';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { writeCursor } from '@/lib/repos/page-cursor';
import { createRepo, type GitRepo } from '../../e2e/servers/git/git-repo';
import { type ApiWorld, call, HOST, startApi } from './_testing';

let api: ApiWorld;
let mirror: GitRepo;
let id: string;
let runId: string;
let cookie: string;
const at: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  const ada = await api.signIn('ada@example.com');
  cookie = ada.cookie;
  const [org] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
  await api.db.insert(orgMembers).values({ orgId: org?.id ?? '', userId: ada.id, role: 'admin' });
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'leaky', isPublic: true, defaultBranch: 'main', url: 'https://127.0.0.1/x' })
    .returning();
  id = repo?.id ?? '';
  const dir = mirrorDir(api.env.dataDir, id);
  mirror = await createRepo(path.dirname(dir), path.basename(dir), { 'a.txt': 'first\n' });
  at.first = await mirror.tip();
  at.indexed = await mirror.commit({ 'a.txt': 'second\n' });
  at.tip = await mirror.commit({ 'a.txt': 'third\n' });
  at.topicOld = await mirror.commit({ 'a.txt': 'topic one\n' }, { branch: 'topic', from: at.first });
  at.topic = await mirror.commit({ 'a.txt': 'topic two\n' }, { branch: 'topic' });
  // A clock that was wrong: older than its parent.
  at.skewed = await mirror.commit({ 'a.txt': 'skewed\n' }, { branch: 'skewed', from: at.topic, time: 1_000_000 });
  at.tagged = await mirror.commit({ 'a.txt': 'tagged\n' }, { branch: 'gone', from: at.first });
  await mirror.tag('v1', at.tagged, { annotated: true });
  at.lost = await mirror.commit({ 'a.txt': 'secret\n', 'deep/b.txt': 'secret\n' }, { branch: 'gone', from: at.first });
  at.lostTip = await mirror.commit({ 'a.txt': 'secret two\n' }, { branch: 'gone' });
  at.held = await mirror.commit({ 'a.txt': 'held\n' }, { branch: 'held', from: at.first });
  at.dangling = await mirror.commit({ 'a.txt': 'dangling\n' }, { branch: 'dangling', from: null });
  await mirror.tag('lost', at.lostTip, { annotated: true });
  at.lostTag = (await mirror.git(['rev-parse', 'refs/tags/lost'])).trim();
  at.blob = (await mirror.git(['rev-parse', `${at.lost}:a.txt`])).trim();
  at.tree = (await mirror.git(['rev-parse', `${at.lost}^{tree}`])).trim();
  await mirror.git(['update-ref', 'refs/freshet/fetched/heads/held', at.held]);
  for (const branch of ['gone', 'held', 'dangling']) await mirror.deleteBranch(branch);
  await mirror.git(['update-ref', '-d', 'refs/tags/lost']);
  await mirror.git(['update-ref', 'refs/tags/a-file', (await mirror.git(['rev-parse', `${at.tip}:a.txt`])).trim()]);

  await api.db.insert(branches).values([
    { repoId: id, name: 'main', commitSha: at.tip },
    { repoId: id, name: 'topic', commitSha: at.topic },
    { repoId: id, name: 'skewed', commitSha: at.skewed },
  ]);
  await api.db
    .insert(indexedRefs)
    .values({ repoId: id, ref: 'main', commitSha: at.indexed, indexedAt: new Date(), fileCount: 1, sizeBytes: 1 });
  const who = { authorName: 'T', authorEmail: 't@example.com', authoredAt: new Date(), committedAt: new Date() };
  const row = (sha: string) => ({ repoId: id, sha, parents: [], ...who, subject: 'x' });
  await api.db.insert(commits).values([at.first, at.indexed, at.tip].map((sha) => row(sha as string)));
  const [run] = await api.db
    .insert(syncRuns)
    .values({
      repoId: id,
      trigger: 'manual',
      status: 'succeeded',
      oldHead: at.lostTip,
      newHead: at.tip,
      note: 'Force-pushed main: 2 commits replaced. Kept for 30 days.',
    })
    .returning();
  runId = run?.id ?? '';
  await mirror.git(['update-ref', `refs/freshet/kept/${runId}/gone`, at.lostTip]);
  const kept = { runId, branch: 'gone', oldCommit: at.lostTip, newCommit: null, lostCommits: 2, keptUntil: new Date() };
  await api.db.insert(rewrites).values({ repoId: id, ...kept });
});
afterAll(() => api?.close());

const get = (target: string, as?: string) =>
  call('GET', `/api/v1/repos/${id}/${target}`, as === undefined ? {} : { cookie: as });

/** Every way in which a commit's content can be asked for, with the status that each is answered. */
async function waysTo(revision: string, key: 'commit' | 'ref' = 'commit', as?: string): Promise<number[]> {
  const query = `${key}=${encodeURIComponent(revision)}`;
  const raw = new Request(`http://${HOST}/r/acme/leaky/raw/${encodeURIComponent(revision)}/a.txt`, {
    headers: { host: HOST, ...(as ? { cookie: as } : {}), 'if-none-match': `"${at.blob}"` },
  });
  const params = { org: 'acme', name: 'leaky', ref: encodeURIComponent(revision), path: ['a.txt'] };
  const answers = [
    await get(`blob?${query}&path=a.txt`, as),
    await get(`blob?${query}&path=a.txt&raw=1`, as),
    await get(`tree?${query}`, as),
    await get(`tree?${query}&path=deep`, as),
    await rawRoute(raw, { params: Promise.resolve(params) }),
  ];
  for (const answer of answers) if (as === undefined) expect(await answer.clone().text()).not.toContain('secret');
  return answers.map((answer) => answer.status);
}

describe('visitors', () => {
  it.each(['first', 'indexed', 'tip', 'topicOld', 'topic', 'skewed', 'tagged'])(
    'read %s, which a branch or tag reaches',
    async (name) => {
      for (let again = 0; again < 2; again++) {
        expect(await waysTo(at[name] as string)).toEqual([200, 200, 200, 404, 200]);
      }
    },
  );

  it.each(['lost', 'lostTip', 'held', 'dangling', 'lostTag', 'blob', 'tree'])(
    'do not read %s, which none reaches, and are told the same as of what never was',
    async (name) => {
      const sha = at[name] as string;
      for (let again = 0; again < 2; again++) expect(await waysTo(sha)).toEqual([404, 404, 404, 404, 404]);
      expect(await waysTo(sha.toUpperCase())).toEqual([404, 404, 404, 404, 404]);
      const [seen, never] = await Promise.all([
        get(`blob?commit=${sha}&path=a.txt`),
        get(`blob?commit=${'b'.repeat(40)}&path=a.txt`),
      ]);
      const text = (await seen.text()).replaceAll(sha, 'b'.repeat(40));
      expect(text).toBe(await never.text());
    },
  );

  it('do not reach it by any other spelling either', async () => {
    const { lost, lostTip } = at as { lost: string; lostTip: string };
    const short = lost.slice(0, 7);
    for (const spelling of [
      ...[short, `${lost}^`, `${lostTip}~1`, `${lost}^{commit}`, `${lost}:a.txt`, `tags/${lost}`],
      ...[lost, lost.toUpperCase(), '@{-1}', 'ORIG_HEAD', `main..${lost}`, `--all`, ` ${lost}`],
      ...[`refs/freshet/kept/${runId}/gone`, `freshet/kept/${runId}/gone`, 'refs/freshet/fetched/heads/held'],
      ...['../freshet/fetched/heads/held', 'gone', 'held', 'lost'],
    ]) {
      const ways = await waysTo(spelling, 'ref');
      expect(ways, spelling).toEqual([404, 404, 404, 404, 404]);
      const asCommit = await waysTo(spelling);
      expect(
        asCommit.every((status) => status === 400 || status === 404),
        `${spelling}: ${asCommit}`,
      ).toBe(true);
    }
    const cursor = writeCursor([lost, 0]);
    expect((await get(`tree?cursor=${cursor}`)).status).toBe(404);
    expect((await get(`tree?ref=main&cursor=${cursor}`)).status).toBe(404);
  });

  it('list the history of what a branch or tag reaches, and of nothing else', async () => {
    const shas = async (name: string) => {
      const { commits: list } = await (await get(`commits?commit=${at[name]}`)).json();
      return list.map(({ sha }: { sha: string }) => sha);
    };
    expect(await shas('indexed')).toEqual([at.indexed, at.first]);
    expect((await shas('skewed')).sort()).toEqual([at.skewed, at.topic, at.topicOld, at.first].sort());
    for (const name of ['lost', 'lostTip', 'held', 'dangling', 'lostTag', 'blob', 'tree']) {
      expect((await get(`commits?commit=${at[name]}`)).status, name).toBe(404);
      expect((await get(`commits?commit=${at[name]}&cursor=${writeCursor(1)}`)).status, name).toBe(404);
    }
    for (const wrong of ['HEAD', `${at.lost}^`, '--all', '']) {
      expect((await get(`commits?commit=${encodeURIComponent(wrong)}`)).status, wrong).toBe(400);
    }
  });

  it('lose sight of a commit with its branch, at once, and have it back with it', async () => {
    const { topicOld, topic, skewed } = at as Record<string, string>;
    expect((await get(`blob?commit=${topicOld}&path=a.txt`)).status).toBe(200);
    await mirror.deleteBranch('topic');
    await mirror.deleteBranch('skewed');
    await api.db.delete(branches).where(eq(branches.name, 'topic'));
    expect((await get(`blob?commit=${topicOld}&path=a.txt`)).status).toBe(404);
    await mirror.setBranch('topic', topic as string);
    expect((await get(`blob?commit=${topicOld}&path=a.txt`)).status).toBe(200);
    await mirror.setBranch('skewed', skewed as string);
    await api.db.insert(branches).values({ repoId: id, name: 'topic', commitSha: topic as string });
  });

  it('are told nothing of rewrites, of what is held back, or of the commits of runs', async () => {
    await api.db.update(repos).set({ heldBackCommit: at.held, heldBackReason: 'Upstream lost 9 of its 9 files.' });
    const answers = [
      await get('rewrites'),
      await get('runs'),
      await call('GET', `/api/v1/runs/${runId}`),
      await call('GET', `/api/v1/runs/${runId}/events`),
      await call('GET', `/api/v1/repos/${id}`),
      await call('GET', '/api/v1/repos'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([404, 200, 200, 200, 200, 200]);
    for (const answer of answers) {
      const text = await answer.text();
      for (const hidden of [at.lost, at.lostTip, at.held, 'Force-pushed']) expect(text).not.toContain(hidden);
    }
    const run = await (await call('GET', `/api/v1/runs/${runId}`)).json();
    expect(run).toMatchObject({ note: null, old_head: null, new_head: null });
  });
});

describe('people of its organisation', () => {
  it('read what is kept, what is held back, and are told of both', async () => {
    for (const name of ['lost', 'held', 'topicOld']) {
      const [blob, raw, tree] = await waysTo(at[name] as string, 'commit', cookie);
      expect([blob, raw, tree]).toEqual([200, 200, 200]);
    }
    const { rewrites: list } = await (await get('rewrites', cookie)).json();
    expect(list).toMatchObject([{ branch: 'gone', old_commit: at.lostTip, lost_commits: 2 }]);
    const repo = await (await call('GET', `/api/v1/repos/${id}`, { cookie })).json();
    expect(repo.held_back).toEqual({ commit: at.held, reason: 'Upstream lost 9 of its 9 files.' });
    const run = await (await call('GET', `/api/v1/runs/${runId}`, { cookie })).json();
    expect(run).toMatchObject({ note: expect.stringContaining('Force-pushed'), old_head: at.lostTip });
  });
});

it('the history of a lost commit is what was lost, page by page', async () => {
  const page = await (await get(`commits?commit=${at.lostTip}&limit=1`, cookie)).json();
  expect(page.commits).toMatchObject([{ sha: at.lostTip }]);
  const rest = await (await get(`commits?commit=${at.lostTip}&limit=1&cursor=${page.next_cursor}`, cookie)).json();
  expect(rest).toMatchObject({ commits: [{ sha: at.lost, parents: [at.first] }], next_cursor: null });
  expect((await get(`commits?commit=${at.lostTip}&cursor=${writeCursor(-1)}`, cookie)).status).toBe(400);
});

describe('forgetting what is kept', () => {
  it('is for admins of the organisation, and is done once', async () => {
    const { rewrites: list } = await (await get('rewrites', cookie)).json();
    const target = `/api/v1/repos/${id}/rewrites/${list[0].id}`;
    expect((await call('DELETE', target)).status).toBe(401);
    const elsewhere = `/api/v1/repos/${runId}/rewrites/${list[0].id}`;
    expect((await call('DELETE', elsewhere, { cookie })).status).toBe(404);
    api.setEnv({ FRESHET_READ_ONLY: 'true' });
    expect((await call('DELETE', target, { cookie })).status).toBe(403);
    api.setEnv({});
    await api.db.update(syncRuns).set({ status: 'running', stage: 'reset' });
    expect((await call('DELETE', target, { cookie })).status).toBe(409);
    await api.db.update(syncRuns).set({ stage: 'index' });
    expect((await call('DELETE', target, { cookie })).status).toBe(204);
    expect((await call('DELETE', target, { cookie })).status).toBe(404);
    expect(await (await get('rewrites', cookie)).json()).toEqual({ rewrites: [] });
    expect(await mirror.git(['for-each-ref', 'refs/freshet/kept'])).toBe('');
    expect(api.events).toMatchObject([{ name: 'repo/sync.requested', data: { repo_id: id } }]);
  });
});
