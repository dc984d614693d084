// npx tsx bench/search/request-cost.ts --native postgres://… [--repos 10] [--files 5000] [--requests 200] [--texts]
// What one search over HTTP costs around the search: statements, round trips to the database, processor time of the web
// process and of the database, and p50, for the API and the page, beside the verb alone in this process. The built
// product answers over a database of its own, which is filled by SQL and dropped in the end. --texts shows the statements.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { connectNative } from '@/db/client';
import { migrate } from '@/db/migrate';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { type App, startApp } from '../app';
import { countStatements, type StatementCounter } from '../count-statements';
import { backendsMs, ownMs } from '../cpu-used';
import { freshDatabase } from '../fresh-database';
import { percentile } from '../statistics';
import { fillRepos } from './fill-repos';

const { values } = parseArgs({
  options: {
    native: { type: 'string' },
    repos: { type: 'string', default: '10' },
    files: { type: 'string', default: '5000' },
    requests: { type: 'string', default: '200' },
    texts: { type: 'boolean', default: false },
  },
});
if (!values.native) throw new Error('Which server? --native postgres://…');
const requests = Number(values.requests);

const QUERIES = { 'a rare word': 'token4711', 'nothing there': 'nowhere4711', 'a common word': 'handler' };
const PERSON = { email: 'bench@freshet.example', password: 'a long bench password' };

type Ask = (q: string) => Promise<void>;

const url = await freshDatabase(values.native);
const db = connectNative(url, 2);
const counter = await countStatements(url);
const through = connectNative(counter.url, 2);
let app: App | undefined;
try {
  await migrate(db);
  await fillRepos(db, { repos: Number(values.repos), files: Number(values.files) });
  say(
    '| | statements | round trips | p50, ms | processor, ms: Node | database |\n| --- | --: | --: | --: | --: | --: |',
  );
  const ctx: Context = { actor: { kind: 'operator' }, db: through, env: parseEnv({}), log, send: async () => {} };
  await measure('the verb alone', async (q) => void (await search(ctx, { q })), { counter, cpu: ownMs });
  await through.$client.end();
  app = await startApp(counter.url, {
    env: {
      FRESHET_AUTH: 'accounts',
      FRESHET_ADMIN_EMAIL: PERSON.email,
      FRESHET_ADMIN_PASSWORD: PERSON.password,
      FRESHET_LIMIT_VISITOR: '0',
      FRESHET_LIMIT_PERSON: '0',
    },
  });
  const cookie = await signIn(app.url);
  const started = { counter, cpu: app.webCpuMs };
  const pageOf = (q: string) => `/search?${new URLSearchParams({ q })}`;
  await measure(
    'API, visitor',
    get(app.url, (q) => `/api/v1${pageOf(q)}`),
    started,
  );
  await measure(
    'API, signed in',
    get(app.url, (q) => `/api/v1${pageOf(q)}`, cookie),
    started,
  );
  await measure('page, visitor', get(app.url, pageOf), started);
  await measure('page, signed in', get(app.url, pageOf, cookie), started);
  await measure(
    'page without a search, visitor',
    get(app.url, () => '/sign-in'),
    started,
  );
  await measure(
    'the least that is answered',
    get(app.url, () => '/icon.svg'),
    started,
  );
} finally {
  await app?.close();
  counter.close();
  await db.$client.end();
  const client = postgres(values.native, { max: 1 });
  await client`drop database ${client(new URL(url).pathname.slice(1))}`;
  await client.end();
}

async function measure(
  title: string,
  ask: Ask,
  { counter: asked, cpu }: { counter: StatementCounter; cpu: () => number },
  queries: Record<string, string> = QUERIES,
): Promise<void> {
  for (const [kind, q] of Object.entries(queries)) {
    for (let i = 0; i < 30; i++) await ask(q);
    asked.reset();
    await ask(q);
    const { statements, roundTrips } = asked.counted;
    const texts = [...asked.counted.texts];
    const times: number[] = [];
    const before = [cpu(), await backendsMs(db)] as const;
    for (let i = 0; i < requests; i++) {
      const startedAt = performance.now();
      await ask(q);
      times.push(performance.now() - startedAt);
    }
    const after = [cpu(), await backendsMs(db)] as const;
    const spent = [after[0] - before[0], after[1] - before[1]].map((ms) => (ms / requests).toFixed(1));
    say(
      `| ${title}: ${kind} | ${statements} | ${roundTrips} | ${percentile(times, 50).toFixed(1)} | ${spent.join(' | ')} |`,
    );
    if (values.texts) for (const text of texts) say(`    ${text.slice(0, 200)}`);
  }
}

function get(base: string, route: (q: string) => string, cookie?: string): Ask {
  return async (q) => {
    const response = await fetch(base + route(q), { headers: cookie ? { cookie } : {} });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route(q)}: ${response.status} ${text.slice(0, 300)}`);
  };
}

async function signIn(base: string): Promise<string> {
  const response = await fetch(`${base}/forms/sign-in`, {
    method: 'POST',
    headers: { origin: base },
    body: new URLSearchParams({ ...PERSON, next: '/' }),
    redirect: 'manual',
  });
  const cookie = response.headers.getSetCookie().find((value) => /session=[^;]/.test(value));
  if (!cookie) throw new Error(`Signing in was answered ${response.status} without a cookie.`);
  return cookie.split(';')[0] ?? '';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
