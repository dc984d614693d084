// Copies what says which refs a repository on this machine has into a folder of ours. git reads the copy alone: nothing
// that its owner has there, or puts there meanwhile, can lead it elsewhere or keep it waiting.
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readlink, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { absent, readUnlinkedFile } from '@/lib/files/plain-file';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { writePackedRefs } from '@/lib/git/mirror/ref-files';
import { runGit } from '@/lib/git/runner/run';
import { asRefusal, changing, readAllowed, requireAllowed } from './local-folders';
import type { LocalRepository } from './local-repository';

/** One ref, with the name of another one at most. */
const MAX_REF_BYTES = 8192;
const MAX_CONFIG_BYTES = 1024 * 1024;
/** Two million refs in one file. */
const MAX_PACKED_BYTES = 256 * 1024 * 1024;
/** Most refs that are a file each; git packs them together long before. */
const MAX_LOOSE = 200_000;
const MAX_DEPTH = 64;
const AT_ONCE = 16;
/** Up to so many, writing files is quicker than taking a long list apart. */
const FEW = 64;
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n?$/;
/** Would end a line in a list of refs; git takes such a name for none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for.
const CONTROL = /[\x00-\x1f\x7f]/;
/** What decides how git reads refs; whatever else is set there is not our business. */
const FORMAT_KEY = /^(?:core\.repositoryformatversion|extensions\.[a-z0-9-]+)$/;
/** Only if one of these is found can there be anything but the usual format. */
const HINT = /extensions|repositoryformatversion\s*=?\s*[^0\s]/i;

export interface RefsSnapshot {
  /** A folder that git can be run in: it has HEAD and the refs, and no objects. */
  dir: string;
  /** What HEAD says, as bytes in latin1. */
  head: string;
  /** True if the repository has the file of this ref (full name, bytes in latin1), whatever is in it. */
  hasFile(ref: string): boolean;
}

/**
 * Runs `work` over a copy of a repository's refs. Throws AppError: kind `auth` if a part of them may not be read,
 * `policy` if one leads out of the roots or is no plain file, `too_large` if there is no end to them.
 */
export async function withRefsSnapshot<T>(
  local: LocalRepository,
  work: (snapshot: RefsSnapshot) => Promise<T>,
): Promise<T> {
  const folder = await makeTemporaryFolder();
  try {
    return await work(await copyInto(folder, local));
  } finally {
    await tidyAway(folder);
  }
}

async function copyInto(folder: string, local: LocalRepository): Promise<RefsSnapshot> {
  const common = path.join(folder, 'common');
  const isLinked = local.gitDir !== local.commonDir;
  const own = isLinked ? path.join(folder, 'own') : common;
  for (const dir of new Set([own, common])) {
    for (const name of ['refs', 'objects']) await mkdir(path.join(dir, name), { recursive: true });
  }
  const found: Found = { files: new Set(), loose: new Map() };
  // In this order: a ref that is packed meanwhile is in one of the two.
  await copyFolder(local, local.commonDir, common, 'refs', found);
  await copyFolder(local, local.commonDir, common, 'reftable', found);
  const packed = await readAllowed(path.join(local.commonDir, 'packed-refs'), MAX_PACKED_BYTES, local.allowed);
  await writeRefs(common, packed, found.loose);
  await write(path.join(common, 'config'), Buffer.from(await formatOf(local, common)));
  const head = await readHead(local, local.gitDir);
  await write(path.join(own, 'HEAD'), head);
  if (isLinked) {
    await copyFolder(local, local.gitDir, own, 'reftable', found);
    await write(path.join(common, 'HEAD'), await readHead(local, local.commonDir));
    await write(path.join(own, 'commondir'), Buffer.from('../common\n'));
  }
  return { dir: own, head: head.toString('latin1'), hasFile: (ref) => found.files.has(ref) };
}

/** Names are bytes in latin1: those of refs need not be UTF-8. */
interface Found {
  files: Set<string>;
  /** Refs that are an id, and a file each: they are written down together. */
  loose: Map<string, string>;
}

/** Loose refs go before packed ones. */
async function writeRefs(dir: string, packed: Buffer | null, loose: ReadonlyMap<string, string>): Promise<void> {
  if (packed !== null && loose.size <= FEW) {
    await write(path.join(dir, 'packed-refs'), packed);
    for (const [name, sha] of loose) await write(below(dir, name), Buffer.from(`${sha}\n`));
    return;
  }
  const lines = (packed?.toString('latin1') ?? '').split('\n').filter((line) => /^[0-9a-f]/.test(line));
  const refs = new Map(lines.map((line): [string, string] => cut(line)));
  for (const [name, sha] of loose) refs.set(name, sha);
  await writePackedRefs(dir, refs);
}

function cut(line: string): [name: string, sha: string] {
  const space = line.indexOf(' ');
  return [line.slice(space + 1), line.slice(0, space)];
}

/** Copies what lies at `name` below one folder to the same place below another. */
async function copyFolder(local: LocalRepository, from: string, to: string, name: string, found: Found): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const walk = async (at: string, depth: number): Promise<void> => {
    const folder = below(from, at);
    const real = await requireAllowed(folder, local.allowed);
    if (real === null) return;
    if (depth > MAX_DEPTH) throw tooMany();
    await mkdir(below(to, at), { recursive: true });
    const copies: Promise<void>[] = [];
    for (const entry of await entriesOf(folder)) {
      const inside = `${at}/${entry.name}`;
      if (entry.name.endsWith('.lock')) continue;
      if (await isFolder(local, entry, below(from, inside))) {
        await walk(inside, depth + 1);
        continue;
      }
      found.files.add(inside);
      if (found.files.size > MAX_LOOSE) throw tooMany();
      copies.push(limit(() => copyFile(local, from, to, inside, entry.isFile(), found)));
    }
    await Promise.all(copies);
    // Another folder in its place would have been read without being looked at.
    const after = await requireAllowed(folder, local.allowed);
    if (after !== null && after !== real) throw changing();
  };
  await walk(name, 0);
}

async function entriesOf(folder: Buffer): Promise<Dirent[]> {
  const options = { withFileTypes: true, encoding: 'latin1' } as const;
  return (await readdir(folder, options).catch(absent).catch(asRefusal)) ?? [];
}

async function isFolder(local: LocalRepository, entry: Dirent, file: Buffer): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  await requireAllowed(file, local.allowed);
  return (await stat(file).catch(absent).catch(asRefusal))?.isDirectory() === true;
}

async function copyFile(
  local: LocalRepository,
  from: string,
  to: string,
  name: string,
  isPlain: boolean,
  found: Found,
): Promise<void> {
  const file = below(from, name);
  if (name.startsWith('reftable/')) {
    const table = await readAllowed(file, MAX_PACKED_BYTES, local.allowed);
    if (table !== null) await write(below(to, name), table);
    return;
  }
  const text = isPlain
    ? await readUnlinkedFile(file, MAX_REF_BYTES).catch(asRefusal)
    : ((await linkedRef(file)) ?? (await readAllowed(file, MAX_REF_BYTES, local.allowed)));
  if (text === null) return;
  const [id] = ID.exec(text.toString('latin1')) ?? [];
  if (id !== undefined && !CONTROL.test(name)) found.loose.set(name, id.trimEnd());
  else await write(below(to, name), text);
}

async function readHead(local: LocalRepository, dir: string): Promise<Buffer> {
  const file = path.join(dir, 'HEAD');
  const text = (await linkedRef(file)) ?? (await readAllowed(file, MAX_REF_BYTES, local.allowed));
  return text ?? asRefusal(Object.assign(new Error('no HEAD'), { code: 'ENOENT' }));
}

/** Long ago a ref that names another one was a link; as text that is the same to git. */
async function linkedRef(file: string | Buffer): Promise<Buffer | null> {
  const target = await readlink(file).catch(() => null);
  return target?.startsWith('refs/') ? Buffer.from(`ref: ${target}\n`) : null;
}

/** Its configuration, cut down to what its refs are read by. */
async function formatOf(local: LocalRepository, dir: string): Promise<string> {
  const config = await readAllowed(path.join(local.commonDir, 'config'), MAX_CONFIG_BYTES, local.allowed);
  const lines = ['[core]', '\tbare = true'];
  if (config !== null && HINT.test(config.toString('latin1'))) {
    const flags = ['--file', '-', '--no-includes', '--null', '--list'];
    const listed = await runGit(dir, { verb: 'config', flags }, { input: config });
    for (const setting of listed.split('\0')) {
      const end = setting.indexOf('\n');
      const key = end < 0 ? setting : setting.slice(0, end);
      if (!FORMAT_KEY.test(key)) continue;
      const [section = '', name = ''] = key.split('.');
      lines.push(`[${section}]`, end < 0 ? `\t${name}` : `\t${name} = ${quoted(setting.slice(end + 1))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function below(folder: string, latin1: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(latin1, 'latin1')]);
}

async function write(file: string | Buffer, text: Buffer): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw diskError(error);
  });
}

function tooMany(): AppError {
  return new AppError(
    'limit',
    `This repository has more than ${MAX_LOOSE.toLocaleString('en-GB')} refs that are a file each. Run git pack-refs --all there.`,
    { kind: 'too_large' },
  );
}
