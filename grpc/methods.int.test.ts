// Every method of the service, by a client made from the .proto, over the real engine and a real git server.
import { type ServiceError, status } from '@grpc/grpc-js';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orgs } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { GrpcServer } from './start';
import { connect, detailsOf, promised, readAll, serve } from './testing';
import type { GitRepositoriesClient } from './types/freshet/v1/GitRepositories';

let world: World;
let server: GrpcServer;
let client: GitRepositoriesClient;
let api: ReturnType<typeof promised>;
const wait = { metadata: { 'freshet-wait-seconds': '60' } };
const url = (name: string) => `${world.git.url}/${name}`;

beforeAll(async () => {
  world = await startWorld({ FRESHET_AUTH: 'disabled' }, { hasClock: false });
  server = await serve(world);
  client = connect(server);
  api = promised(client);
});
afterAll(async () => {
  client?.close();
  await server?.stop();
  await world?.close();
});

async function created(name: string, files: Record<string, string> = { 'a.txt': 'a\n' }) {
  const git = await createRepo(world.upstreams, name, files);
  const { repository } = await api.create({ source_url: url(git.name) });
  if (!repository) throw new Error('Nothing was created.');
  await world.settle(repository.uuid);
  return { git, ...repository };
}

const failure = async (work: Promise<unknown>): Promise<ServiceError> =>
  await work.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: ServiceError) => error,
  );

describe('CreateRepository', () => {
  it('adds a mirror and starts its first run, which WatchRun tells to its end', async () => {
    const git = await createRepo(world.upstreams, 'acme/rivers', { 'a.txt': 'water\n' });
    const made = await api.create({ source_url: url(git.name), source_type: 'gitea', is_public: true });
    expect(made.message).toBe('acme/rivers was added.');
    expect(made.repository).toMatchObject({
      name: 'rivers',
      organisation: 'acme',
      source_url: url(git.name),
      source_type: 'gitea',
      is_public: true,
      status: 'cloning',
      error: '',
    });
    const { messages, error } = await readAll(client.WatchRun({ run_id: made.repository?.active_task_id ?? '' }));
    expect(error).toBeNull();
    const last = messages.at(-1);
    expect(last).toMatchObject({ kind: 'end', run: { repository_id: made.repository?.id, status: 'succeeded' } });
    expect(last?.run).toMatchObject({
      trigger: 'initial',
      commits_synced: 1,
      files_added: 1,
      new_head: await git.tip(),
    });
    expect(Number(last?.run?.ended_at?.seconds)).toBeGreaterThan(1_700_000_000);
    const rest = await readAll(client.WatchRun({ run_id: last?.run?.id ?? '', after: last?.position ?? '' }));
    expect(rest).toEqual({ messages: [], error: null });
    const read = await api.get({ repository_id: made.repository?.id ?? 0 });
    expect(read.repository).toMatchObject({ status: 'ready', head_commit: await git.tip(), default_branch: 'main' });
    expect(read.repository).toMatchObject({ file_count: 1, active_task_id: '' });
  });

  it('puts it into the organisation with that id, under the name that was given', async () => {
    const { git } = await created('acme/brooks');
    const [org] = await world.as({ kind: 'system' }).db.select().from(orgs).where(eq(orgs.name, 'acme'));
    const other = await createRepo(world.upstreams, 'far/away', { 'a.txt': 'a\n' });
    const made = await api.create({
      name: 'streams',
      source_url: url(other.name),
      organisation_id: org?.number ?? 0,
    });
    expect(made.repository).toMatchObject({ name: 'streams', organisation: 'acme', organisation_id: org?.number });
    const none = await failure(api.create({ source_url: url(other.name), organisation_id: 999_999 }));
    expect(none).toMatchObject({ code: status.NOT_FOUND, details: 'There is no such organisation.' });
    const again = await failure(api.create({ source_url: url(git.name), name: 'x' }));
    expect(again).toMatchObject({
      code: status.ALREADY_EXISTS,
      details: expect.stringMatching(/here already, as acme/),
    });
  });

  it('without a source makes an empty one that is hosted here, and cannot be moved', async () => {
    await created('hosted/first');
    const [org] = await world.as({ kind: 'system' }).db.select().from(orgs).where(eq(orgs.name, 'hosted'));
    const made = await api.create({ name: 'notes', description: 'What we know', organisation_id: org?.number ?? 0 });
    expect(made.repository).toMatchObject({
      name: 'notes',
      description: 'What we know',
      kind: 'hosted',
      source_url: '',
      source_type: '',
    });
    const move = { repository_id: made.repository?.id ?? 0, source_url: url('hosted/first.git'), force: true };
    const refused = await failure(api.migrate(move));
    expect(refused).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringMatching(/hosted here/) });
  });

  it.each([
    [{ source_url: 'ext::sh' }, /transport helper/],
    [{ source_url: 'acme/x', source_type: 'gitea' }, /whole address/],
    [{ source_url: 'https://x.example/a', source_type: 'svn' }, /source_type/],
    [{ source_url: 'https://x.example/a', name: 'a b' }, /name/],
    [{ source_url: 'https://x.example/a\0b' }, /NUL/],
    [{ source_url: 'https://x.example/a', organisation_id: -1 }, /organisation_id/],
  ])('refuses %j', async (request, words) => {
    const error = await failure(api.create(request));
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(error.details).toMatch(words);
    expect(detailsOf(error)[0]).toMatchObject({
      reason: 'INVALID',
      domain: 'freshet',
      metadata: { retryable: 'false' },
    });
  });
});

describe('SyncRepository', () => {
  it('starts a run, or waits for its end and counts', async () => {
    const { id, uuid, git } = await created('sync/rivers');
    const started = await api.sync({ repository_id: id });
    expect(started).toMatchObject({ repository_id: id, status: 'indexing', commits_synced: 0 });
    expect(started.task_id).toMatch(/^[0-9a-f-]{36}$/);
    await world.settle(uuid);
    await git.commit({ 'b.txt': 'b\n' });
    await git.commit({ 'c.txt': 'c\n' });
    const waited = await api.sync({ repository_id: id }, wait);
    expect(waited).toMatchObject({ status: 'ready', commits_synced: 2, message: 'It is up to date.' });
    const same = await api.sync({ repository_id: id }, wait);
    expect(same).toMatchObject({ status: 'ready', commits_synced: 0, message: 'There was nothing new.' });
  });

  it('is refused while a run is under way, with a code that says to try again later', async () => {
    const { id, uuid } = await created('sync/busy');
    const release = world.git.hold({ match: '/sync/busy' });
    await api.sync({ repository_id: id });
    const error = await failure(api.sync({ repository_id: id }));
    release();
    world.git.faults.length = 0;
    expect(error).toMatchObject({ code: status.ABORTED, details: expect.stringMatching(/being synced already/) });
    expect(detailsOf(error)[0]).toMatchObject({ reason: 'CONFLICT' });
    await world.settle(uuid);
  });
});

describe('MigrateRepository', () => {
  it('moves it to another source, and says why it does not', async () => {
    const { id, uuid, git } = await created('move/rivers');
    const stranger = await createRepo(world.upstreams, 'move/stranger', { 'z.txt': 'z\n' });
    const target = { repository_id: id, source_url: url(stranger.name) };
    const refused = await api.migrate(target, wait);
    expect(refused).toMatchObject({ repository_id: id, status: 'error' });
    expect(refused.message).toMatch(/no commit in common .* with force\. It still follows .*move\/rivers/);
    const started = await api.migrate({ ...target, force: true });
    expect(started).toMatchObject({ status: 'cloning', message: `It is being moved to ${url(stranger.name)}.` });
    await readAll(client.WatchRun({ run_id: started.task_id }));
    const { repository } = await api.get({ repository_id: id });
    expect(repository).toMatchObject({ status: 'ready', source_url: url(stranger.name), uuid });
    const back = { repository_id: id, source_url: url(git.name), force: true };
    const waited = await api.migrate(back, wait);
    expect(waited).toMatchObject({ status: 'ready', message: `It follows ${url(git.name)} now.` });
  });

  it('waits for a run that has its fetch behind it', async () => {
    const { id, uuid } = await created('move/waits');
    const other = await createRepo(world.upstreams, 'move/next', { 'n.txt': 'n\n' });
    const ctx = world.as({ kind: 'system' });
    // As a run leaves it that is past its fetch.
    const runId = crypto.randomUUID();
    await ctx.db.$client`
      insert into sync_runs (id, repo_id, trigger, status, stage) values (${runId}, ${uuid}, 'api', 'running', 'index')`;
    await ctx.db.$client`update repos set active_run_id = ${runId}, status = 'indexing' where id = ${uuid}`;
    const request = { repository_id: id, source_url: url(other.name), force: true };
    const queued = await api.migrate(request);
    expect(queued).toMatchObject({ status: 'pending', task_id: '', message: expect.stringMatching(/as soon as/) });
    await ctx.db.$client`update sync_runs set status = 'cancelled', ended_at = now() where id = ${runId}`;
    await ctx.db.$client`update repos set active_run_id = null, status = 'ready' where id = ${uuid}`;
    const synced = await api.sync({ repository_id: id }, wait);
    expect(synced.status).toBe('ready');
    const { repository } = await api.get({ repository_id: id });
    expect(repository?.source_url).toBe(url(other.name));
  });
});

describe('ListRepositories and DeleteRepository', () => {
  it('page through what is there, and take it away', async () => {
    for (const name of ['one', 'two', 'three']) await created(`pages/${name}`);
    const [org] = await world.as({ kind: 'system' }).db.select().from(orgs).where(eq(orgs.name, 'pages'));
    const names: string[] = [];
    for (let token = '', first = true; first || token; first = false) {
      const page = await api.list({ organisation_id: org?.number ?? 0, page_size: 2, page_token: token });
      names.push(...page.repositories.map((repository) => repository.name));
      token = page.next_page_token;
    }
    expect(names).toEqual(['one', 'three', 'two']);
    const { repositories } = await api.list({});
    const [first] = repositories.filter((repository) => repository.organisation === 'pages');
    const gone = await api.remove({ repository_id: first?.id ?? 0 });
    expect(gone).toEqual({ repository_id: first?.id, message: 'pages/one was deleted.' });
    const error = await failure(api.get({ repository_id: first?.id ?? 0 }));
    expect(error).toMatchObject({ code: status.NOT_FOUND, details: 'There is no such repository.' });
    const foreign = await failure(api.list({ page_token: 'made up' }));
    expect(foreign.code).toBe(status.INVALID_ARGUMENT);
  });
});

it('a run is followed no further once its repository is gone', async () => {
  const { id, git } = await created('gone/rivers');
  const release = world.git.hold({ match: `/${git.name}` });
  const { task_id: runId } = await api.sync({ repository_id: id });
  const stream = client.WatchRun({ run_id: runId });
  const first = new Promise((resolve) => stream.once('data', resolve));
  const all = readAll(stream);
  await first;
  await api.remove({ repository_id: id });
  const { error } = await all;
  release();
  world.git.faults.length = 0;
  expect(error).toMatchObject({ code: status.NOT_FOUND });
});

it('the host of a source that cannot be reached is no error of ours', async () => {
  const error = await failure(api.create({ source_url: 'https://nowhere.invalid/a/b' }));
  expect(error.code).toBe(status.UNAVAILABLE);
  expect(detailsOf(error)[0]).toMatchObject({ reason: 'UPSTREAM', metadata: { kind: 'network', retryable: 'true' } });
  await expect(addRepo(world.as({ kind: 'system' }), { url: 'https://nowhere.invalid/a/b' })).rejects.toThrow();
});
