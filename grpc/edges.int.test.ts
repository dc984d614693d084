// What holds for every method: who may call, for how long, how much, over what, and what gRPC's own tools see.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client, credentials, loadPackageDefinition, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Scope } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { numbersOf } from '@/lib/repos/numbers';
import { requestShare, workShare } from '@/lib/shares';
import { makeToken, newTokenSchema } from '@/lib/tokens/make-token';
import { revokeToken } from '@/lib/tokens/revoke-token';
import { callerOf } from './caller';
import type { GrpcServer } from './start';
import { connect, detailsOf, promised, readAll, serve } from './testing';

let world: World;
let server: GrpcServer;
const clients: Client[] = [];

beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
  server = await serve(world);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server?.stop();
  await world?.close();
});

function open(to: Pick<GrpcServer, 'host' | 'port'> = server, how = credentials.createInsecure()) {
  const client = connect(to, how);
  clients.push(client);
  return { client, api: promised(client) };
}

async function added(name: string, isPublic: boolean) {
  const git = await createRepo(world.upstreams, name, { 'a.txt': 'a\n' });
  const ctx = world.as({ kind: 'system' });
  const { id } = await addRepo(ctx, { url: `${world.git.url}/${git.name}`, is_public: isPublic });
  await world.settle(id);
  return { git, id, number: (await numbersOf(ctx, [id])).get(id)?.number ?? 0 };
}

const failure = async (work: Promise<unknown>): Promise<ServiceError> =>
  await work.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: ServiceError) => error,
  );

describe('who calls', () => {
  it('visitors see what is public, and nothing else exists for them', async () => {
    const [open_, hidden] = [await added('who/open', true), await added('who/hidden', false)];
    const { api, client } = open();
    expect((await api.get({ repository_id: open_.number })).repository).toMatchObject({ name: 'open' });
    const [foreign, none] = await Promise.all([
      failure(api.get({ repository_id: hidden.number })),
      failure(api.get({ repository_id: 2_000_000_000 })),
    ]);
    expect(foreign).toMatchObject({ code: status.NOT_FOUND, details: none.details });
    const listed = await api.list({});
    expect(listed.repositories.map((repository) => repository.name)).toEqual(['open']);
    expect((await failure(api.list({ organisation_id: 999 }))).code).toBe(status.NOT_FOUND);
    const [run] = await world.runs(hidden.id);
    const watched = await readAll(client.WatchRun({ run_id: run?.id ?? '' }));
    expect(watched).toMatchObject({ messages: [], error: { code: status.NOT_FOUND } });
  });

  it('visitors change nothing, whether or not it is there', async () => {
    const { api } = open();
    for (const work of [
      api.create({ source_url: 'https://x.example/a' }),
      api.migrate({ repository_id: 1, source_url: 'https://x.example/a' }),
      api.sync({ repository_id: 1 }),
      api.remove({ repository_id: 2_000_000_000 }),
    ]) {
      const error = await failure(work);
      expect(error).toMatchObject({ code: status.UNAUTHENTICATED, details: 'Sign in to do this.' });
      expect(detailsOf(error)).toMatchObject([{ reason: 'UNAUTHENTICATED', domain: 'freshet' }]);
    }
  });

  it.each(['Bearer frs_unknown', 'Bearer', 'Basic YTpi', 'frs_unknown'])('%s opens nothing', async (authorization) => {
    const error = await failure(open().api.list({}, { metadata: { authorization } }));
    expect(error.code).toBe(status.UNAUTHENTICATED);
    expect(error.details).not.toContain('frs_unknown');
  });

  it('a token opens what its scopes and its owner’s rights open, and no more, until it is revoked', async () => {
    const { number, git, id } = await added('who/tokens', false);
    const ctx = world.as({ kind: 'system' });
    const [person] = await ctx.db.insert(users).values({ email: 'ada@example.com', isAdmin: true }).returning();
    const owner = world.as({ kind: 'user', userId: person?.id ?? '', isAdmin: true });
    const made = async (scopes: Scope[], extra = {}) => {
      const { secret, token } = await makeToken(owner, newTokenSchema.parse({ name: 'ci', scopes, ...extra }));
      return { id: token.id, how: { metadata: { authorization: `Bearer ${secret}` } } };
    };
    const { api, client } = open();
    const reading = await made(['read']);
    expect((await api.get({ repository_id: number }, reading.how)).repository).toMatchObject({ name: 'tokens' });
    expect(await failure(api.sync({ repository_id: number }, reading.how))).toMatchObject({
      code: status.PERMISSION_DENIED,
      details: expect.stringMatching(/scope/),
    });
    const syncing = await made(['read', 'sync']);
    const release = world.git.hold({ match: `/${git.name}` });
    const { task_id: runId } = await api.sync({ repository_id: number }, syncing.how);
    const other = { repository_id: number, source_url: 'https://x.example/a' };
    expect((await failure(api.migrate(other, syncing.how))).code).toBe(status.PERMISSION_DENIED);
    const elsewhere = await made(['read'], { repo_ids: [(await added('who/elsewhere', false)).id] });
    expect((await failure(api.get({ repository_id: number }, elsewhere.how))).code).toBe(status.NOT_FOUND);
    const metadata = new Metadata();
    metadata.set('authorization', syncing.how.metadata.authorization);
    const stream = client.WatchRun({ run_id: runId }, metadata);
    const all = readAll(stream);
    await new Promise((resolve) => stream.once('data', resolve));
    await revokeToken(owner, syncing.id);
    // It is asked anew every few seconds.
    expect((await all).error).toMatchObject({ code: status.UNAUTHENTICATED });
    expect((await failure(api.list({}, syncing.how))).code).toBe(status.UNAUTHENTICATED);
    release();
    world.git.faults.length = 0;
    await world.settle(id);
  });

  it('without accounts callers on this machine are the operator, and there are no others', async () => {
    const parts = { ...world.as({ kind: 'system' }), env: { ...world.env, auth: 'disabled' as const } };
    const from = (peer: string) => callerOf(parts, { metadata: undefined as never, getPeer: () => peer });
    for (const peer of ['127.0.0.1:50000', '[::1]:50000', '[::ffff:127.0.0.1]:50000']) {
      expect((await from(peer)).actor).toEqual({ kind: 'operator' });
    }
    for (const peer of ['192.0.2.7:50000', '[2001:db8::1]:50000', 'unknown', '']) {
      await expect(from(peer)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('a read-only server shows, and refuses changes before it asks who calls', async () => {
    const { number } = await added('readonly/rivers', true);
    const readOnly = await serve(world, { env: { readOnly: true } });
    const { api } = open(readOnly);
    expect((await api.get({ repository_id: number })).repository).toMatchObject({ name: 'rivers' });
    const error = await failure(api.sync({ repository_id: number }));
    expect(error).toMatchObject({ code: status.PERMISSION_DENIED, details: expect.stringMatching(/read-only/) });
    await readOnly.stop();
  });
});

describe('limits', () => {
  it('a request that is too large is refused unread', async () => {
    const error = await failure(open().api.list({ page_token: 'x'.repeat(100_000) }));
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  });

  it('a deadline ends a call that waits, and gives its place back', async () => {
    const { api, operator } = await asOperator();
    const { number, git, id } = await added('slow/rivers', true);
    const release = world.git.hold({ match: `/${git.name}` });
    const places = () => requestShare('pages').state('people').taken;
    const error = await failure(
      api.sync(
        { repository_id: number },
        { metadata: { 'freshet-wait-seconds': '600' }, deadline: new Date(Date.now() + 1500) },
      ),
    );
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
    await expect.poll(places).toBe(0);
    release();
    world.git.faults.length = 0;
    expect(await world.settle(id)).toMatchObject({ status: 'ready' });
    const wrong = await failure(api.sync({ repository_id: number }, { metadata: { 'freshet-wait-seconds': 'soon' } }));
    expect(wrong).toMatchObject({ code: status.INVALID_ARGUMENT });
    await operator.stop();
  });

  it('a caller who cancels is followed no longer', async () => {
    const { client, api, operator } = await asOperator();
    const { number, git, id } = await added('cancel/rivers', true);
    const release = world.git.hold({ match: `/${git.name}` });
    const { task_id: runId } = await api.sync({ repository_id: number });
    const streams = () => workShare('streams').state('people').taken;
    const stream = client.WatchRun({ run_id: runId });
    const all = readAll(stream);
    await new Promise((resolve) => stream.once('data', resolve));
    expect(streams()).toBe(1);
    stream.cancel();
    expect((await all).error).toMatchObject({ code: status.CANCELLED });
    await expect.poll(streams).toBe(0);
    release();
    world.git.faults.length = 0;
    await world.settle(id);
    await operator.stop();
  });

  it('those who follow a run are told when the server stops', async () => {
    const { client, api, operator } = await asOperator();
    const { number, git, id } = await added('stop/rivers', true);
    const release = world.git.hold({ match: `/${git.name}` });
    const { task_id: runId } = await api.sync({ repository_id: number });
    const stream = client.WatchRun({ run_id: runId });
    const all = readAll(stream);
    await new Promise((resolve) => stream.once('data', resolve));
    await operator.stop();
    expect((await all).error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/stopping/) });
    release();
    world.git.faults.length = 0;
    await world.settle(id);
  });
});

/** A server whose callers on this machine are the operator. */
async function asOperator() {
  const operator = await serve(world, { env: { auth: 'disabled' } });
  return { operator, ...open(operator) };
}

describe('what gRPC’s own tools see', () => {
  it('health says SERVING', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: what is loaded from a file has no type.
    const { grpc } = loadPackageDefinition(loadSync(healthProto, { enums: String })) as any;
    const client = new grpc.health.v1.Health(`127.0.0.1:${server.port}`, credentials.createInsecure());
    clients.push(client);
    const check = (service: string) =>
      new Promise((resolve, reject) =>
        client.check({ service }, (error: Error | null, value: unknown) => (error ? reject(error) : resolve(value))),
      );
    expect(await check('')).toMatchObject({ status: 'SERVING' });
    expect(await check('freshet.v1.GitRepositories')).toMatchObject({ status: 'SERVING' });
    await expect(check('other')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it.each(['v1', 'v1alpha'])('reflection (%s) lists the services and hands out their file', async (version) => {
    const file = path.resolve(`node_modules/@grpc/reflection/build/proto/grpc/reflection/${version}/reflection.proto`);
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const loaded = loadPackageDefinition(loadSync(file, { keepCase: true })) as any;
    const Reflection = loaded.grpc.reflection[version].ServerReflection;
    const client = new Reflection(`127.0.0.1:${server.port}`, credentials.createInsecure());
    clients.push(client);
    const stream = client.ServerReflectionInfo();
    const answers: Record<string, { service?: { name: string }[]; file_descriptor_proto?: Buffer[] }>[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      stream.on('data', (answer: never) => answers.push(answer));
      stream.on('error', reject);
      stream.on('end', resolve);
    });
    stream.write({ list_services: '*' });
    stream.write({ file_containing_symbol: 'freshet.v1.GitRepositories' });
    stream.end();
    await ended;
    const names = answers[0]?.list_services_response?.service?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['freshet.v1.GitRepositories', 'grpc.health.v1.Health']));
    const files = answers[1]?.file_descriptor_response?.file_descriptor_proto ?? [];
    expect(Buffer.concat(files).toString('latin1')).toContain('MigrateRepository');
  });
});

describe('TLS', () => {
  it('answers over TLS alone where a certificate is set, at the host that is set', async () => {
    const certFile = path.join(world.env.dataDir, 'grpc.pem');
    const keyFile = path.join(world.env.dataDir, 'grpc.key');
    await writeFile(certFile, TEST_CERTIFICATE);
    await writeFile(keyFile, TEST_KEY);
    const variables = { FRESHET_GRPC_PORT: '0', FRESHET_GRPC_TLS_CERT: certFile, FRESHET_GRPC_TLS_KEY: keyFile };
    const { grpc: settings } = parseEnv({ ...variables, HOST: '127.0.0.2' });
    expect(settings?.host).toBe('127.0.0.2');
    const secured = await serve(world, settings ? { settings } : {});
    const trusting = open(secured, credentials.createSsl(Buffer.from(TEST_CERTIFICATE)));
    expect(await trusting.api.list({})).toHaveProperty('repositories');
    for (const how of [credentials.createSsl(), credentials.createInsecure()]) {
      const error = await failure(open(secured, how).api.list({}, { deadline: new Date(Date.now() + 20_000) }));
      expect([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]).toContain(error.code);
    }
    await secured.stop();
    await writeFile(keyFile, 'no key');
    expect(() => parseEnv(variables)).toThrow(/FRESHET_GRPC_TLS_KEY: the file holds no private key/);
    expect(() => parseEnv({ ...variables, FRESHET_GRPC_TLS_CERT: '/nowhere.pem' })).toThrow(
      /TLS_CERT: the file .*ENOENT/,
    );
    expect(() => parseEnv({ FRESHET_GRPC_TLS_CERT: certFile })).toThrow(/belong together/);
  });

  it('without one this machine alone is answered, wherever HOST is', () => {
    expect(parseEnv({ HOST: '0.0.0.0' }).grpc).toBeUndefined();
    expect(parseEnv({ HOST: '0.0.0.0', FRESHET_GRPC_PORT: '50051' }).grpc).toMatchObject({
      host: '127.0.0.1',
      port: 50051,
      tls: undefined,
    });
    expect(parseEnv({ HOST: '::1', FRESHET_GRPC_PORT: '50051' }).grpc?.host).toBe('::1');
    expect(() => parseEnv({ FRESHET_GRPC_PORT: 'many' })).toThrow(/FRESHET_GRPC_PORT/);
  });

  it('a port that is taken is said in a sentence', async () => {
    await expect(serve(world, { settings: { port: server.port } })).rejects.toThrow(
      /cannot listen at .*FRESHET_GRPC_PORT/,
    );
  });
});
