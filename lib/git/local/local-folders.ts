// Which folders and files of this machine may be read: what a path really leads to has to lie under a root, and is
// looked at again once it is open.
import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type SyncErrorKind } from '@/lib/errors';
import { absent, isAbsence, NotPlainError, readPlainFile } from '@/lib/files/plain-file';

export interface LocalPolicy {
  /** Absolute folders under which repositories may lie. */
  roots: readonly string[];
  /** Our own folder, which is nobody's repository. */
  dataDir: string;
}

/** A policy whose folders were followed to where they really are. */
export interface OpenPolicy {
  readonly roots: readonly string[];
  readonly dataDir: string | null;
}

/** Would begin a path, or a line, of its own where paths are written down. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are refused.
const CONTROL = /[\x00-\x1f\x7f]/;
const MAX_TRIES = 5;

/** The part of the environment that decides what may be read. */
export function localPolicy(env: { localRoots: readonly string[]; dataDir: string }): LocalPolicy {
  return { roots: env.localRoots, dataDir: env.dataDir };
}

/** A root that does not exist allows nothing. */
export async function openPolicy({ roots, dataDir }: LocalPolicy): Promise<OpenPolicy> {
  const real = await Promise.all(roots.map((root) => realpath(root).catch(absent)));
  return { roots: real.filter((root) => root !== null), dataDir: await realpath(dataDir).catch(absent) };
}

/** Throws `invalid` (kind `policy`) if the written path is not under a root: what lies elsewhere is not looked at. */
export function requireLocalRoot(folder: string, roots: readonly string[]): void {
  if (roots.length === 0) {
    throw refused(
      'This server reads no repositories on its own disks. Set FRESHET_LOCAL_ROOTS to the folders it may read.',
    );
  }
  if (!path.isAbsolute(folder) || CONTROL.test(folder)) {
    throw refused('Give the full path of the folder, beginning with a slash.');
  }
  if (!isUnderRoot(folder, roots)) throw outside();
}

/** True if the written path, without a look at the disk, is under a root. */
export function isUnderRoot(folder: string, roots: readonly string[]): boolean {
  return roots.some((root) => isWithin(path.resolve(folder), root));
}

/** The real path of a folder. Throws if it does not exist, may not be read, or leads out of the roots. */
export async function enter(folder: string, allowed: OpenPolicy): Promise<string> {
  const real = await realpath(folder).catch(asRefusal);
  requireReal(real, allowed);
  if (!(await stat(real).catch(asRefusal)).isDirectory()) throw noRepository();
  return real;
}

/**
 * The real path of what is there; null if nothing is. Throws if it leads out of the roots, or is a pipe or a device, at
 * which git would wait for ever.
 */
export async function requireAllowed(file: string | Buffer, allowed: OpenPolicy): Promise<string | null> {
  const bytes = await realpath(file, 'buffer').catch(absent).catch(asRefusal);
  if (bytes === null) return null;
  const real = bytes.toString();
  requireReal(real, allowed);
  const found = await stat(bytes).catch(absent).catch(asRefusal);
  if (found !== null && !found.isFile() && !found.isDirectory()) throw notPlain(file);
  return real;
}

/**
 * All of a plain file of at most `maxBytes`; null if there is none. Throws if it is anything else, may not be
 * read, or is not, once it is open, the file that its path leads to under the roots.
 */
export async function readAllowed(
  file: string | Buffer,
  maxBytes: number,
  allowed: OpenPolicy,
): Promise<Buffer | null> {
  // git replaces files by renaming: a file that was replaced meanwhile is read anew.
  for (let tries = 1; ; tries += 1) {
    try {
      return await readPlainFile(file, maxBytes, (opened) => requireSame(file, opened, allowed));
    } catch (error) {
      if (!(error instanceof MovedError)) asRefusal(error);
      if (tries === MAX_TRIES) throw changing(error);
    }
  }
}

class MovedError extends Error {}

/** Throws if the path does not lead to what was opened, or not under the roots. */
async function requireSame(file: string | Buffer, opened: BigIntStats, allowed: OpenPolicy): Promise<void> {
  const real = await realpath(file, 'buffer').catch(absent);
  if (real === null) throw new MovedError(file.toString());
  requireReal(real.toString(), allowed);
  const there = await stat(real, { bigint: true }).catch(absent);
  if (there?.dev !== opened.dev || there.ino !== opened.ino) throw new MovedError(file.toString());
}

function requireReal(real: string, allowed: OpenPolicy): void {
  if (CONTROL.test(real) || !allowed.roots.some((root) => isWithin(real, root))) throw outside();
  if (allowed.dataDir !== null && isWithin(real, allowed.dataDir)) {
    throw refused('This folder belongs to Freshet itself.');
  }
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

/** For `catch`: an error of the file system as what it means for the repository. */
export function asRefusal(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof AppError) throw error;
  if (error instanceof NotPlainError)
    throw error.reason === 'too_large' ? tooLarge(error) : notPlain(error.file, error);
  if (isAbsence(error)) throw noRepository(error);
  if (code === 'EACCES' || code === 'EPERM') throw denied(error);
  if (code === 'ELOOP') throw outside();
  throw error;
}

export function noRepository(cause?: unknown): AppError {
  return invalid('not_found', 'There is no git repository in this folder. Was it moved or deleted?', cause);
}

/** This process lacks the right to read a part of somebody's repository. */
export function denied(cause?: unknown): AppError {
  return invalid(
    'auth',
    'The account that Freshet runs as may not read this folder, or a part of it. Give it read permission.',
    cause,
  );
}

export function outside(): AppError {
  return refused('This folder, or one that it leads to, is not under any of FRESHET_LOCAL_ROOTS.');
}

export function refused(message: string, cause?: unknown): AppError {
  return invalid('policy', message, cause);
}

function notPlain(file: string | Buffer, cause?: unknown): AppError {
  return refused(
    `This repository has something else than a plain file as ${path.basename(file.toString())}: a pipe, a device or a socket. Remove it there.`,
    cause,
  );
}

function tooLarge({ file }: NotPlainError): AppError {
  return refused(
    `The file ${path.basename(file.toString())} of this repository is larger than any that git writes. Remove it there.`,
  );
}

/** It is somebody's work under way, most likely: the next attempt finds it at rest. */
export function changing(cause?: unknown): AppError {
  return new AppError('upstream', 'This repository changed all the time while it was being read. It is tried again.', {
    kind: 'internal',
    retryable: true,
    cause,
  });
}

function invalid(kind: SyncErrorKind, message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { kind, cause });
}
