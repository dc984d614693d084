// Proof that git spoke its own protocol with a server. Over http it falls back to fetching plain files, whose objects
// no safety check ever sees, and no setting forbids that: what it noted down of the very transfer tells the two apart.
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from './errors';
import { tidyAway } from './remove-folder';
import { makeTemporaryFolder } from './temporary-folder';

export interface TransferProof {
  /** For the environment of the git that is to be proven. */
  env: Record<string, string>;
  /** True where that git agreed with a server on a version of git's protocol. Throws AppError where it left no notes. */
  isGiven(): Promise<boolean>;
  close(): Promise<void>;
}

/** git agrees on the version before it fetches anything; its notes are about 200 bytes a line. */
const MAX_NOTES_BYTES = 256 * 1024;

/** Throws AppError (kind `disk`) where there is no room for git's notes. */
export async function openProof(): Promise<TransferProof> {
  const folder = await makeTemporaryFolder();
  const file = path.join(folder, 'notes');
  await writeFile(file, '').catch(asDiskError);
  return {
    env: { GIT_TRACE2_EVENT: file },
    async isGiven() {
      const notes = await readStart(file);
      if (notes === '') {
        throw new AppError('internal', 'git could not note down what it did: the temporary folder may be full.', {
          kind: 'disk',
        });
      }
      return notes.split('\n').some((line) => line.includes('"negotiated-version"') && agreed(line));
    },
    close: () => tidyAway(folder),
  };
}

/** A server that answered with something else than git's protocol. */
export function notGit(host: string): AppError {
  return new AppError(
    'upstream',
    `What ${host} answers at this address is not a git repository, or one that it offers as plain files. ` +
      'Check the address; a repository has to be served by a git server.',
    { kind: 'not_found' },
  );
}

/** One note a line, in JSON: what a server says in it cannot look like a note of its own. */
function agreed(line: string): boolean {
  try {
    const note = JSON.parse(line) as { event?: unknown; category?: unknown; key?: unknown };
    return note.event === 'data' && note.category === 'transfer' && note.key === 'negotiated-version';
  } catch {
    // Cut off at the limit.
    return false;
  }
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_NOTES_BYTES), 0, MAX_NOTES_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function asDiskError(error: unknown): never {
  throw diskError(error);
}
