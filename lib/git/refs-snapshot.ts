// Copies what says which refs a repository on this machine has into a folder of ours. git reads the copy alone: nothing
// that its owner has there, or puts there meanwhile, can lead it elsewhere or keep it waiting.
import type { Dirent } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { AppError } from '@/lib/errors';
import { diskError } from './errors';
import { asRefusal, readAllowed, requireAllowed } from './local-folders';
import type { LocalRepository } from './local-repository';
import { absent } from './plain-file';
import { tidyAway } from './remove-folder';
import { runGit } from './run';

/** One ref, with the name of another one at most. */
const MAX_REF_BYTES = 8192;
const MAX_CONFIG_BYTES = 1024 * 1024;
/** Two million refs in one file. */
const MAX_PACKED_BYTES = 256 * 1024 * 1024;
/** Of refs that are a file each; git packs them together long before. */
const MAX_LOOSE = 200_000;
const MAX_DEPTH = 64;
const AT_ONCE = 16;
/** What decides how git reads refs; whatever else is set there is not our business. */
const FORMAT_KEY = /^(?:core\.repositoryformatversion|extensions\.[a-z0-9-]+)$/;
/** Only where one of these is found can there be anything but the usual format. */
const HINT = /extensions|repositoryformatversion\s*=?\s*[^0\s]/i;

export interface RefsSnapshot {
  /** A folder that git can be run in: it has HEAD and the refs, and no objects. */
  dir: string;
  /** What HEAD says, as bytes in latin1. */
  head: string;
  /** True where the repository has the file of this ref (full name, bytes in latin1), whatever is in it. */
  hasFile(ref: string): boolean;
}

/**
 * Runs `work` over a copy of a repository's refs. Throws AppError: kind `auth` where a part of them may not be read,
 * `policy` where one leads out of the roots or is no plain file, `too_large` where there is no end to them.
 */
export async function withRefsSnapshot<T>(
  local: LocalRepository,
  work: (snapshot: RefsSnapshot) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-refs-')).catch((error: unknown) => {
    throw diskError(error);
  });
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
  const files = new Set<string>();
  // In this order: a ref that is packed meanwhile is in one of the two.
  await copyFolder(local, local.commonDir, common, 'refs', files);
  await copyFolder(local, local.commonDir, common, 'reftable', files);
  const packed = await readAllowed(path.join(local.commonDir, 'packed-refs'), MAX_PACKED_BYTES, local.allowed);
  if (packed !== null) await write(path.join(common, 'packed-refs'), packed);
  await write(path.join(common, 'config'), Buffer.from(await formatOf(local, common)));
  const head = await readHead(local, local.gitDir);
  await write(path.join(own, 'HEAD'), head);
  if (isLinked) {
    await copyFolder(local, local.gitDir, own, 'reftable', files);
    await write(path.join(common, 'HEAD'), await readHead(local, local.commonDir));
    await write(path.join(own, 'commondir'), Buffer.from('../common\n'));
  }
  return { dir: own, head: head.toString('latin1'), hasFile: (ref) => files.has(ref) };
}

/** Copies what lies at `name` below one folder to the same place below another. */
async function copyFolder(
  local: LocalRepository,
  from: string,
  to: string,
  name: string,
  files: Set<string>,
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  // Names are bytes in latin1: those of refs need not be UTF-8.
  const walk = async (at: string, depth: number): Promise<void> => {
    const folder = below(from, at);
    if ((await requireAllowed(folder, local.allowed)) === null) return;
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
      files.add(inside);
      if (files.size > MAX_LOOSE) throw tooMany();
      copies.push(limit(() => copyFile(local, from, to, inside)));
    }
    await Promise.all(copies);
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

async function copyFile(local: LocalRepository, from: string, to: string, name: string): Promise<void> {
  const max = name.startsWith('reftable/') ? MAX_PACKED_BYTES : MAX_REF_BYTES;
  const file = below(from, name);
  const text = (await linkedRef(file)) ?? (await readAllowed(file, max, local.allowed));
  if (text !== null) await write(below(to, name), text);
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
