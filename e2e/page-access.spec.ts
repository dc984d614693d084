// Walks every page over HTTP: each role × a public, a private and a foreign repository. What `may` allows is shown; what it
// does not allow is not found, or asks visitors to sign in; and no page tells of what its reader may not see.
import { readdirSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { PAGES } from '@/app/_access/rows';
import { may, SERVER, type Subject, type SubjectOf } from '@/lib/access/may';
import { ORG_VERBS, SERVER_VERBS, type Verb } from '@/lib/access/verbs';
import { expect, test } from './fixtures/seeded-test';
import { makeWalk, nothingLike, type Place, subjectOf, type Walk, type Walker } from './fixtures/walked-places';

/** How many pages are asked for at once. */
const AT_ONCE = 4;
/** Open to everybody, with an answer of their own. */
const DOORS: Record<string, (walker: Walker) => number> = {
  // Whoever is in has nothing to do there.
  '/sign-in': ({ actor }) => (actor.kind === 'anonymous' ? 200 : 307),
  '/invite': () => 200,
  '/setup': () => 200,
};
/** A query for each page that answers one, which every place has an answer to. */
const QUERIES: Record<string, string> = { '/search': '?q=depths', '/symbols': '?q=depths', '/repos': '?q=water' };

const signedInOnly = new Set(pagesBelow('app/(dashboard)'));

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'page.tsx')
    .map((file) => `/${dirname(file).split(sep).join('/')}`.replace(/\[([^\]]+)\]/g, '{$1}'));
}

let walk: Walk;
test.beforeAll(async ({ seeded }) => {
  walk = await makeWalk(seeded);
});
test.afterAll(() => walk?.forget());

function addressFor(page: string, place: Place): string {
  const ids: Record<string, string> = {
    runs: place.run,
    targets: place.target,
    connections: place.connection,
    deliveries: place.delivery,
  };
  const id = page.startsWith('/deliveries/runs/') ? place.deliveryRun : ids[page.split('/')[1] ?? ''];
  const filled = page
    .replace('{id}', id ?? place.repo)
    .replace(/\{(?:org|slug)\}/, place.org)
    .replace('{name}', place.name)
    .replace('{sha}', place.sha)
    .replace('{ref}', 'main')
    // The root of the tree, and a file of it.
    .replace('{path}', page.includes('/tree/') ? '' : 'a.txt');
  return `${filled.replace(/(.)\/$/, '$1')}${QUERIES[page] ?? ''}`;
}

function isAllowed(verb: Verb, place: Place, walker: Walker): boolean {
  const subject: Subject =
    verb in SERVER_VERBS
      ? SERVER
      : verb in ORG_VERBS
        ? subjectOf(place, walker, 'organisation')
        : subjectOf(place, walker, 'repository');
  return may(walker.actor, verb, subject as SubjectOf<Verb>);
}

function statusFor(page: string, place: Place, walker: Walker): number {
  const row = PAGES[page];
  const door = DOORS[page];
  if (door) return door(walker);
  if (walker.actor.kind === 'anonymous' && signedInOnly.has(page)) return 307;
  return row && 'needs' in row && !isAllowed(row.needs, place, walker) ? 404 : 200;
}

async function check(page: string, place: Place, walker: Walker): Promise<void> {
  const address = addressFor(page, place);
  const what = `${address} by ${walker.name}`;
  const answer = await walker.api.get(address, { maxRedirects: 0 });
  const html = await answer.text();
  expect(answer.status(), what).toBe(statusFor(page, place, walker));
  if (answer.status() === 307 && !DOORS[page]) {
    const [path] = address.split('?');
    expect(answer.headers().location, what).toBe(`/sign-in?next=${encodeURIComponent(path ?? '')}`);
  }
  // What one asks for stands in the answer; it must be there as it is for what is not there at all.
  const told = answer.status() === 200 ? html : html.replaceAll(place.name, '');
  for (const { words, ...other } of walk.places) {
    for (const [verb, word] of words) {
      if (!isAllowed(verb, { words, ...other }, walker)) expect(told.includes(word), `${what}: ${word}`).toBe(false);
    }
  }
  if (answer.status() !== 404) return;
  expect(withoutNames(html, place), what).toBe(await shownOfNothing(page, place, walker));
}

const asked = new Map<string, Promise<string>>();

/** What this reader is shown where there is nothing. */
function shownOfNothing(page: string, place: Place, walker: Walker): Promise<string> {
  const key = `${page} ${walker.name}`;
  const ask = async () => {
    const nothing = nothingLike(place);
    const answer = await walker.api.get(addressFor(page, nothing), { maxRedirects: 0 });
    expect(answer.status(), key).toBe(404);
    return withoutNames(await answer.text(), nothing);
  };
  const shown = asked.get(key) ?? ask();
  asked.set(key, shown);
  return shown;
}

/** What a page says to its reader, without what was asked for. How its scripts arrive differs each time. */
function withoutNames(html: string, place: Place): string {
  const shown = html.replace(/<script\b.*?<\/script>/gs, '').replace(/ nonce="[^"]*"/g, '');
  return namesOf(place).reduce((text, name) => text.replaceAll(name, '·'), shown);
}

const namesOf = ({ words: _, isPublic: __, ...names }: Place) => Object.values(names);

for (const page of Object.keys(PAGES)) {
  test(page, async () => {
    // What a page does not name is the same for all places.
    const places = page.includes('{') ? walk.places : walk.places.slice(0, 1);
    const checks = places.flatMap((place) => walk.walkers.map((walker) => () => check(page, place, walker)));
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let next = checks.pop(); next; next = checks.pop()) await next();
    });
    await Promise.all(workers);
  });
}

test('a search and a list tell those who may see it, so that the walk would find out who may not', async () => {
  const [, hidden] = walk.places;
  const owner = walk.walkers.find(({ name }) => name === 'owner');
  for (const address of [
    '/search?q=depths',
    '/repos',
    `/r/${hidden?.org}/${hidden?.name}`,
    `/targets`,
    '/connections',
  ]) {
    const html = await (await owner?.api.get(address))?.text();
    expect(html, address).toContain('whispering');
  }
});
