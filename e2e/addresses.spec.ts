// Addresses of pages and raw files, over a real server: whatever things are called, what pages link to is what is served.
import type { APIRequestContext } from '@playwright/test';
import { escapePath } from '@/lib/git/escape-path';
import { addRepo } from './fixtures/api';
import { oddPaths, oddRefs, randomOf } from './fixtures/odd-names';
import { expect, type Seeded, test } from './fixtures/seeded-test';
import { createRepo, type GitRepo } from './servers/git/git-repo';

/** Every address that a page links to, as a browser reads it. */
function linksOf(html: string): string[] {
  const named: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>', '#x27': "'", '#39': "'" };
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) =>
    href.replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole),
  );
}

async function pageAt(request: APIRequestContext, url: string): Promise<string> {
  const answer = await request.get(url, { maxRedirects: 0 });
  expect(answer.status(), url).toBe(200);
  return await answer.text();
}

/** Follows every link from a folder down to its files, and returns what each file's Raw link serves, by its address. */
async function crawl(request: APIRequestContext, root: string): Promise<Map<string, Buffer>> {
  const base = root.slice(0, root.indexOf('/tree/'));
  const seen = new Set<string>();
  const served = new Map<string, Buffer>();
  const visit = async (folder: string): Promise<void> => {
    seen.add(folder);
    for (const href of linksOf(await pageAt(request, folder))) {
      if (seen.has(href)) continue;
      if (href.startsWith(`${folder}/`)) await visit(href);
      if (!href.startsWith(`${base}/blob/`)) continue;
      seen.add(href);
      const [raw = ''] = linksOf(await pageAt(request, href)).filter((link) => link.startsWith(`${base}/raw/`));
      served.set(href, await (await request.get(raw, { maxRedirects: 0 })).body());
    }
  };
  await visit(root);
  return served;
}

async function add(seeded: Seeded, name: string): Promise<GitRepo> {
  return await createRepo(seeded.upstreams, `acme/${name}`, { 'only here.txt': name });
}

async function sync(seeded: Seeded, upstream: GitRepo): Promise<string> {
  const repo = await addRepo(seeded.api, { url: `${seeded.git.url}/${upstream.name}`, is_public: true });
  expect(repo.error, upstream.name).toBeNull();
  return repo.id;
}

test('whatever files and branches are called, every link leads to exactly that file', async ({ request, seeded }) => {
  test.setTimeout(600_000);
  const seed = Number(process.env.FRESHET_TEST_SEED ?? Date.now() % 1_000_000);
  await test.info().attach('seed', { body: String(seed) });
  const random = randomOf(seed);
  const upstream = await add(seeded, 'odd');
  const wanted = new Map<string, Map<string, string>>();
  for (const branch of ['main', ...oddRefs(random, 2)]) {
    const paths = oddPaths(random, 16);
    const files = paths.map((path, i): [Buffer, string] => [path, `${i} of ${branch}\n${escapePath(path)}`]);
    await upstream.commit(files, { branch, from: null });
    wanted.set(branch, new Map(files.map(([path, content]) => [escapePath(path), content])));
  }
  const id = await sync(seeded, upstream);
  const { branches } = await (await request.get(`/api/v1/repos/${id}/branches`)).json();
  expect(branches.map(({ name }: { name: string }) => name).sort()).toEqual([...wanted.keys()].sort());

  const menu = linksOf(await pageAt(request, '/r/acme/odd')).filter((href) => href.startsWith('/r/acme/odd/tree/'));
  for (const [branch, files] of wanted) {
    const root = `/r/acme/odd/tree/${encodeURIComponent(branch)}`;
    expect(menu, `seed ${seed}`).toContain(root);
    const served = await crawl(request, root);
    const contents = [...served.values()].map((bytes) => bytes.toString('utf8'));
    expect(contents.sort(), `seed ${seed}, ${branch}`).toEqual([...files.values()].sort());
    for (const [href, bytes] of served) {
      const path = decodeURIComponent(
        href
          .slice(href.indexOf('/blob/') + 6)
          .split('/')
          .slice(1)
          .join('/'),
      );
      expect(bytes.toString('utf8'), `seed ${seed}, ${href}`).toBe(files.get(path));
      const query = new URLSearchParams({ ref: branch, path, raw: '1' });
      const answer = await request.get(`/api/v1/repos/${id}/blob?${query}`);
      expect(await answer.text(), `seed ${seed}, ${query}`).toBe(files.get(path));
    }
  }
});

test('an address is decoded once: no name stands for another', async ({ request, seeded }) => {
  const upstream = await add(seeded, 'twins');
  const twins = [
    'eth:1',
    'eth%3A1',
    'eth%253A1',
    'A',
    '\\x41',
    '\\x5cx41',
    'a b',
    'a+b',
    'a%20b',
    'é',
    'e\u0301',
    '...',
  ];
  await upstream.commit(twins.map((name): [string, string] => [name, `this is ${name}`]));
  await upstream.commit(
    twins.map((name): [string, string] => [name, `this is ${name} elsewhere`]),
    { branch: 'a%2Fb' },
  );
  await upstream.git(['branch', '100%25', 'main']);
  const id = await sync(seeded, upstream);
  for (const name of twins) {
    // As pages write it: a backslash that would read like an escape is one itself.
    const text = escapePath(Buffer.from(name));
    const file = encodeURIComponent(text);
    for (const [ref, content] of [
      ['main', `this is ${name}`],
      ['100%25', `this is ${name}`],
      ['a%2Fb', `this is ${name} elsewhere`],
    ] as const) {
      const at = `${encodeURIComponent(ref)}/${file}`;
      const raw = await request.get(`/r/acme/twins/raw/${at}`);
      expect(await raw.text(), at).toBe(content);
      const page = await pageAt(request, `/r/acme/twins/blob/${at}`);
      expect(linksOf(page), at).toContain(`/r/acme/twins/raw/${at}`);
    }
    const query = new URLSearchParams({ path: text, raw: '1' });
    expect(await (await request.get(`/api/v1/repos/${id}/blob?${query}`)).text(), name).toBe(`this is ${name}`);
  }
  for (const nothing of [
    'main/eth%2525253A1',
    'main/%5Cx61',
    'a%25252Fb/A',
    'a/b/A',
    '100%252525/A',
    'main/%5Cx2e%5Cx2e/A',
  ]) {
    expect((await request.get(`/r/acme/twins/raw/${nothing}`)).status(), nothing).toBe(404);
    expect((await request.get(`/r/acme/twins/blob/${nothing}`)).status(), nothing).toBe(404);
  }
});

test('a branch that is called like a commit opens, and takes no commit’s address from it', async ({
  request,
  seeded,
}) => {
  const upstream = await add(seeded, 'named');
  const first = await upstream.tip();
  const [unknown, long] = ['ab'.repeat(20), 'cd'.repeat(32)];
  for (const branch of [unknown, long, first, 'refs/heads/main', 'v1', 'release/2']) {
    await upstream.commit({ 'only here.txt': `on ${branch}` }, { branch, from: null });
  }
  await upstream.tag('v1', first);
  await upstream.tag('release/1', first, { annotated: true });
  await sync(seeded, upstream);
  const served = async (at: string) => {
    const page = await request.get(`/r/acme/named/blob/${at}`);
    expect(page.status(), at).toBe(200);
    const [raw = ''] = linksOf(await page.text()).filter((href) => href.startsWith('/r/acme/named/raw/'));
    return await (await request.get(raw)).text();
  };
  for (const [at, content] of [
    [unknown, `on ${unknown}`],
    [unknown.toUpperCase(), null],
    [long, `on ${long}`],
    [first, 'named'],
    [`refs%2Fheads%2F${first}`, `on ${first}`],
    ['refs%2Fheads%2Fmain', 'named'],
    ['refs%2Fheads%2Frefs%2Fheads%2Fmain', 'on refs/heads/main'],
    ['v1', 'on v1'],
    ['refs%2Ftags%2Fv1', 'named'],
    ['release%2F1', 'named'],
    // As people type them.
    ['release/1', 'named'],
    ['release/2', 'on release/2'],
    ['refs/heads/release/2', 'on release/2'],
    ['refs/tags/release/1', 'named'],
  ] as const) {
    const address = `${at}/only%20here.txt`;
    if (content === null) expect((await request.get(`/r/acme/named/raw/${address}`)).status(), at).toBe(404);
    else expect(await served(address), at).toBe(content);
  }
  const menu = linksOf(await pageAt(request, '/r/acme/named'));
  for (const name of [unknown, first, 'refs/heads/main']) {
    expect(menu).toContain(`/r/acme/named/tree/${encodeURIComponent(`refs/heads/${name}`)}`);
  }
});

test('one file has one address, however the slashes stand and however long it is', async ({ request, seeded }) => {
  const upstream = await add(seeded, 'long');
  const deep = Array.from({ length: 40 }, (_, i) => `${i}%`.padEnd(20, 'x')).join('/');
  await upstream.commit({ [deep]: 'deep', 'index.html': 'index', 'docs/index.html': 'docs', 'x.rsc': 'rsc' });
  await sync(seeded, upstream);
  const at = (path: string) => `/r/acme/long/raw/main/${path.split('/').map(encodeURIComponent).join('/')}`;
  for (const [path, content] of [
    [deep, 'deep'],
    ['index.html', 'index'],
    ['docs/index.html', 'docs'],
    ['x.rsc', 'rsc'],
  ] as const) {
    expect(await (await request.get(at(path))).text(), path).toBe(content);
    expect(linksOf(await pageAt(request, at(path).replace('/raw/', '/blob/'))), path).toContain(at(path));
  }
  // What browsers and Next take together before anybody is asked leads to the same file or to none.
  for (const path of [
    'docs//index.html',
    'docs/./index.html',
    '/docs/index.html',
    'docs/index.html/',
    '%2Fdocs%2Findex.html',
  ]) {
    const answer = await request.get(`/r/acme/long/raw/main/${path}`);
    expect(answer.status() === 200 ? await answer.text() : 'none', path).toMatch(/^(docs|none)$/);
  }
  for (const path of ['docs/%2e%2e/%2e%2e/x', '..%2Findex.html', 'docs%2F..%2Findex.html', '%5C..%5Cindex.html']) {
    expect((await request.get(`/r/acme/long/raw/main/${path}`)).status(), path).toBeGreaterThanOrEqual(400);
  }
  // The guard of raw files is on whatever is served as one.
  for (const path of ['/r/acme/long/%72aw/main/index.html', '/r/acme/long/raw/main/index.html']) {
    const answer = await request.get(path);
    if (answer.status() === 200) expect(answer.headers()['content-security-policy'], path).toContain('sandbox');
  }
});
