// Answers other gits that clone and fetch.
import { type ServingGit, startGitService } from '@/lib/git/runner/run';
import { hiddenAmong, hiddenHaves, visibleTips } from './hidden-objects';
import { packet } from './packets';
import { readUploadRequest, withoutHaves } from './upload-request';

export interface ServeOptions {
  protocol: 0 | 1 | 2;
  signal: AbortSignal;
  /** How long one answer may take. */
  timeoutMs: number;
}

/** Says which refs there are, or what the protocol's second version is capable of. Throws AppError. */
export async function advertiseRefs(dir: string, { protocol, ...options }: ServeOptions): Promise<ServingGit> {
  const git = await startGitService(dir, { name: 'upload-pack', protocol, isAdvertisement: true }, options);
  git.stdin.end();
  return git;
}

/**
 * Answers one request, which is `body`: with git, or with the words in which git refuses what it does not have, if it
 * wants an object that no branch or tag reaches. Throws AppError, `invalid` for what is no request.
 */
export async function answerFetch(
  dir: string,
  body: Buffer,
  { protocol, ...options }: ServeOptions,
): Promise<ServingGit | string> {
  const { wants, haves } = readUploadRequest(body);
  const tips = wants.size + haves.size === 0 ? new Set<string>() : await visibleTips(dir, options);
  const hidden = await hiddenAmong(dir, wants, tips, options);
  if (hidden !== null) return packet(`ERR upload-pack: not our ref ${hidden}`);
  const asked = withoutHaves(body, await hiddenHaves(dir, haves, tips, options));
  const git = await startGitService(dir, { name: 'upload-pack', protocol, isAdvertisement: false }, options);
  git.stdin.end(asked);
  return git;
}
