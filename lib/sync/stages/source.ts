// Where a repository's content comes from, and what may be done there: the kind decides, and nothing else is in reach.
import type { Context } from '@/lib/context';
import { openCredential } from '@/lib/credentials/open-credential';
import { AppError } from '@/lib/errors';
import { isPlainFolder } from '@/lib/files/plain-folder';
import type { GitCredential } from '@/lib/git/credential';
import { escapePath, unescapePath } from '@/lib/git/escape-path';
import { localPolicy } from '@/lib/git/local/local-folders';
import { listLocalRefs } from '@/lib/git/local/local-refs';
import { findLocalRepository } from '@/lib/git/local/local-repository';
import { isViewOf, openView } from '@/lib/git/local/local-view';
import { defaultRef } from '@/lib/git/mirror/default-branch';
import { checkMirror, isCondemned } from '@/lib/git/mirror/health';
import { missingObjects } from '@/lib/git/mirror/missing-objects';
import { peelStandIn, placeStandIn, withoutStandIn } from '@/lib/git/mirror/stand-in';
import { cloneMirror } from '@/lib/git/remote/clone';
import { type FetchOptions, fetchMirror } from '@/lib/git/remote/fetch';
import { listRemoteRefs } from '@/lib/git/remote/remote-refs';
import { isTooLarge } from '@/lib/git/runner/errors';
import type { OddObjects } from '@/lib/git/runner/odd-objects';
import { type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { guessSourceType } from '@/lib/git/source-type';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { fetchPolicy } from '@/lib/host-keys/fetch-policy';
import { signInAdvice } from '@/lib/repos/source/sign-in-advice';
import { roomFor } from '@/lib/repos/space/room';
import { decryptToken, loadSecret } from '@/lib/secrets';
import type { StageTarget } from '@/lib/sync/run/mark-stage';

const HEADS = 'refs/heads/';

export interface Source {
  /** What it has, beside the copy of it, if there is a sound one. Throws AppError. */
  listRefs(copy: Copy | null, signal: AbortSignal): Promise<UpstreamRefs>;
  /** True if the copy in `dir` is sound and needs only what moved. Throws AppError if git cannot be run. */
  isCopied(dir: string): Promise<boolean>;
  /**
   * Brings the hidden refs in `dir` up to `upstream`, making the copy anew if it is not sound. Returns what people
   * should know of it, or null. Throws AppError.
   */
  bringIn(dir: string, upstream: UpstreamRefs, options: BringInOptions): Promise<string | null>;
}

/** A sound copy of a source, and its refs as they are read. */
export interface Copy {
  dir: string;
  refs: Promise<ReadonlyMap<string, string>>;
}

export interface BringInOptions extends Pick<FetchOptions, 'onProgress'> {
  isCopied: boolean;
  /** Where the copy is made anew; default: in its place. */
  anewIn?: string;
  signal: AbortSignal;
}

/** Throws AppError (kind `policy`, `not_found`, `auth`) if the source may not or cannot be read. */
export async function openSource(ctx: Pick<Context, 'db' | 'env'>, repo: StageTarget['repo']): Promise<Source> {
  if (repo.kind === 'local' && repo.localPath !== null) return await localSource(ctx, repo.localPath);
  if (repo.kind === 'hosted') return hostedSource();
  if (repo.url !== null) return await remoteSource(ctx, repo.url, repo);
  throw new AppError('invalid', 'This repository has no source address. Set its URL, then sync again.', {
    kind: 'policy',
  });
}

/** What is pushed is there already: it is its own source, and there is nothing to bring in. */
function hostedSource(): Source {
  return {
    async listRefs(copy) {
      if (copy === null) throw gone();
      const refs = new Map(await copy.refs);
      const ref = await defaultRef(copy.dir, null, rawNames(refs));
      const headBranch = ref === null ? null : escapePath(Buffer.from(ref.slice(HEADS.length), 'latin1'));
      return { headBranch, headSha: refs.get(`${HEADS}${headBranch}`) ?? null, refs };
    },
    isCopied: async (dir) => (await isPlainFolder(dir)) && (await checkMirror(dir)) === 'ok',
    bringIn: async () => null,
  };
}

function rawNames(refs: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...refs].map(([name, sha]) => [unescapePath(name).toString('latin1'), sha]));
}

/** Nobody else has it: it is not made anew, as a mirror would be. */
function gone(): AppError {
  return new AppError(
    'invalid',
    'The folder of this repository is missing or damaged, and it is hosted here alone. Put it back from a backup, then sync again.',
    { kind: 'corrupt' },
  );
}

async function remoteSource(ctx: Pick<Context, 'db' | 'env'>, url: string, repo: StageTarget['repo']): Promise<Source> {
  const credential = await credentialOf(ctx, repo);
  const remote = await validateRemote(url, fetchPolicy(ctx));
  const { fetchTimeoutMs, slowFetch } = ctx.env;
  const advised = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => Promise.reject(withAdvice(error, repo, url, credential)));
  const limits = { credential, timeoutMs: fetchTimeoutMs };
  // A list writes nothing to the disk, so its speed cannot be watched: it has the time for which a fetch may be slow.
  const listTimeoutMs = slowFetch.bytesPerSecond > 0 ? Math.min(fetchTimeoutMs, slowFetch.ms) : fetchTimeoutMs;
  return {
    listRefs: (_copy, signal) => advised(listRemoteRefs(remote, { ...limits, timeoutMs: listTimeoutMs, signal })),
    isCopied: async (dir) =>
      !(await isCondemned(dir)) && (await isPlainFolder(dir)) && (await checkMirror(dir)) === 'ok',
    async bringIn(dir, upstream, { isCopied, anewIn = dir, ...o }) {
      const isHeadWanted = upstream.standIn === 'head';
      const room = await roomFor(ctx, repo.id);
      if (room.full && room.bytes <= 0) throw room.full;
      const options = { ...limits, ...o, maxBytes: room.bytes, slow: slowFetch, isHeadWanted };
      const asQuota = (error: unknown) => {
        throw room.full && isTooLarge(error) ? room.full : error;
      };
      const bring = <T>(work: Promise<T>) => advised(work.catch(asQuota));
      const fetched = isCopied ? await bring(tryFetch(remote, dir, options)) : null;
      const odd = fetched ?? (await bring(cloneMirror(remote, anewIn, options)));
      await placeStandIn(fetched ? dir : anewIn, upstream);
      return odd.note();
    },
  };
}

/** A refusal says which kind of token the kind of host takes, and where it is made. */
function withAdvice(
  error: unknown,
  repo: StageTarget['repo'],
  url: string,
  credential: GitCredential | undefined,
): unknown {
  if (!(error instanceof AppError) || error.kind !== 'auth' || error.code !== 'upstream') return error;
  const type = repo.sourceType ?? guessSourceType(parseRemoteUrl(url).host);
  const { code, kind, retryable, details } = error;
  return new AppError(code, `${error.message} ${signInAdvice({ type, url }, credential?.kind ?? null)}`, {
    kind,
    retryable,
    cause: error,
    ...(details === undefined ? {} : { details }),
  });
}

/** A stored one, or the token that is the repository's own. */
async function credentialOf(
  ctx: Pick<Context, 'db' | 'env'>,
  { credentialId, tokenCiphertext, sourceType }: StageTarget['repo'],
): Promise<GitCredential | undefined> {
  if (credentialId !== null) {
    const credential = await openCredential(ctx, credentialId);
    return credential.kind === 'token' ? { ...credential, sourceType } : credential;
  }
  if (tokenCiphertext === null) return undefined;
  return { kind: 'token', token: decryptToken(tokenCiphertext, loadSecret(ctx.env)), sourceType };
}

/**
 * Null if the mirror turns out to be damaged, or of another object format: it has to be cloned anew. Damage that is
 * upstream's own would come again with every copy.
 */
async function tryFetch(remote: ValidatedRemote, dir: string, options: FetchOptions): Promise<OddObjects | null> {
  try {
    return await fetchMirror(remote, dir, options);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'corrupt' && error.code !== 'upstream') return null;
    throw error;
  }
}

async function localSource(ctx: Pick<Context, 'env'>, folder: string): Promise<Source> {
  const local = await findLocalRepository(folder, localPolicy(ctx.env));
  let broken: string[] = [];
  return {
    async listRefs(copy, signal) {
      const found = await listLocalRefs(local, { signal });
      if (copy === null) return found;
      broken = await dropBroken(copy, found.refs, signal);
      return await peelStandIn(copy.dir, found);
    },
    isCopied: (dir) => isViewOf(dir, local),
    async bringIn(dir, upstream, { isCopied, signal }) {
      // What a tag names cannot be told before its objects are in reach.
      const refs = upstream.standIn === 'tag' ? withoutStandIn(upstream) : upstream.refs;
      broken.push(...(await openView(dir, local, refs, { isView: isCopied, signal })));
      if (upstream.standIn === 'tag') await placeStandIn(dir, upstream);
      const others = broken.length > 1 ? ` and ${broken.length - 1} more` : '';
      return broken.length > 0 ? `Left out: ${broken[0]}${others} (what it names is missing there).` : null;
    },
  };
}

/** Takes out refs that name what is not there; only those that moved are looked at. Returns their names. */
async function dropBroken(copy: Copy, refs: Map<string, string>, signal: AbortSignal): Promise<string[]> {
  const known = new Set((await copy.refs).values());
  const moved = [...refs].filter(([, sha]) => !known.has(sha));
  const missing = await missingObjects(copy.dir, new Set(moved.map(([, sha]) => sha)), { signal });
  const broken = moved.filter(([, sha]) => missing.has(sha)).map(([name]) => name);
  for (const name of broken) refs.delete(name);
  return broken;
}
