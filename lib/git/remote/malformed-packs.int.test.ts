// Packs that are not as packs are, from a server that speaks git's protocol well: told as damage there, and neither as a
// full disk nor as damage here. What git itself makes of each is what is read.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitContent, PackWriter, treeContent } from '@/e2e/servers/git/pack';
import { type RawUpstream, startRawUpstream } from '@/e2e/servers/git/raw-upstream';
import { listRawRefs } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';

const limits = { timeoutMs: 100_000, maxBytes: 1024 ** 3 };
let folder: string;
let upstream: RawUpstream;
let remote: ValidatedRemote;
let mirrors = 0;
const newDir = () => mirrorDir(folder, `mirror-${++mirrors}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-packs-'));
  upstream = await startRawUpstream();
  remote = await validateRemote(upstream.url, { allowedHosts: ['127.0.0.1'] });
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const FIRST_OBJECT = 12;
/** The pack with one byte changed, and a checksum that fits. */
function changed(pack: Buffer, at: number, change: (byte: number) => number): Buffer {
  const body = Buffer.from(pack.subarray(0, -20));
  body[at] = change(body[at] ?? 0);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Each makes a pack of a sound one. */
const PACKS: Record<string, (pack: PackWriter) => Buffer> = {
  'the same object twice': (pack) => {
    pack.repeat('blob', 'good\n');
    return pack.end();
  },
  'a checksum that does not fit': (pack) => {
    const bytes = pack.end();
    return Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]);
  },
  'a content that cannot be unpacked': (pack) => changed(pack.end(), FIRST_OBJECT + 4, (byte) => byte ^ 0xff),
  'fewer objects than it has': (pack) => pack.end(2),
  'more objects than it has': (pack) => pack.end(5),
  'another version': (pack) => changed(pack.end(), 7, () => 9),
  'no pack at all': () => Buffer.from('this is no pack, and nothing else either'),
  'objects of no kind': (pack) => changed(pack.end(), FIRST_OBJECT, (byte) => byte & 0x8f),
  'objects of a kind to come': (pack) => changed(pack.end(), FIRST_OBJECT, (byte) => (byte & 0x8f) | 0x50),
  'a difference that does not fit': (pack) => {
    pack.addCopies(999, 2);
    return pack.end();
  },
  'an object that is shorter than it says': (pack) => {
    pack.addLiar('blob', 100);
    return pack.end();
  },
  'more behind its end': (pack) => Buffer.concat([pack.end(), Buffer.from('garbage')]),
};
/** What is missing may be missing here if we said that we have it. */
const INCOMPLETE: typeof PACKS = {
  'a difference from what is nowhere': (pack) => {
    pack.addStray();
    return pack.end();
  },
  'a commit without its folder': () => {
    const pack = new PackWriter();
    pack.add('commit', commitContent(folderOf(new PackWriter())));
    return pack.end();
  },
  'nothing at all': () => new PackWriter().end(),
};

const folderOf = (pack: PackWriter) => pack.add('tree', treeContent([['100644', 'a.txt', pack.add('blob', 'good\n')]]));

function offer(make: (pack: PackWriter) => Buffer): void {
  const pack = new PackWriter();
  const tip = pack.add('commit', commitContent(folderOf(pack)));
  upstream.refs = new Map([
    ['HEAD', tip],
    ['refs/heads/main', tip],
  ]);
  upstream.pack = make(pack);
}

/** A sound mirror of something else. */
async function mirrored(): Promise<string> {
  const pack = new PackWriter();
  const tree = treeContent([['100644', 'old.txt', pack.add('blob', 'old\n')]]);
  const tip = pack.add('commit', commitContent(pack.add('tree', tree)));
  upstream.refs = new Map([['refs/heads/main', tip]]);
  upstream.pack = pack.end();
  const dir = newDir();
  await cloneMirror(remote, dir, limits);
  return dir;
}

const there = {
  code: 'upstream',
  kind: 'corrupt',
  retryable: false,
  message: expect.stringMatching(/pack that 127\.0\.0\.1 sends is malformed.*repaired there/),
};

it.each([...Object.keys(PACKS), ...Object.keys(INCOMPLETE)])('%s: a clone tells it as damage there', async (what) => {
  offer(PACKS[what] ?? INCOMPLETE[what] ?? ((pack) => pack.end()));
  await expect(cloneMirror(remote, newDir(), limits)).rejects.toMatchObject(there);
});

it.each([
  ...Object.keys(PACKS).map((what) => [what, there] as const),
  ...Object.keys(INCOMPLETE).map((what) => [what, { code: 'internal', kind: 'corrupt', retryable: true }] as const),
])('%s: a fetch leaves the mirror as it was', async (what, error) => {
  const dir = await mirrored();
  const before = await listRawRefs(dir, ['refs']);
  offer(PACKS[what] ?? INCOMPLETE[what] ?? ((pack) => pack.end()));
  await expect(fetchMirror(remote, dir, limits)).rejects.toMatchObject(error);
  expect(await listRawRefs(dir, ['refs'])).toEqual(before);
});
