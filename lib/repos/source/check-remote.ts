// A source that somebody names: its address in one spelling, its kind of host, and the token that may go there.
import { z } from 'zod';
import { type repos, type SourceType, sourceType } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { guessSourceType } from '@/lib/git/source-type';
import { sourceKey } from '@/lib/repos/source-key';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { expandAddress } from './expand-address';

export const sourceTypeSchema = z.enum(sourceType.enumValues).meta({
  description:
    'What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a ' +
    'token signs in. Default: what the name of the host says.',
});

/** What is stored of a source. */
export type CheckedRemote = Required<Pick<typeof repos.$inferInsert, 'url' | 'sourceKey' | 'sourceType'>> & {
  url: string;
  sourceType: SourceType;
  protocol: 'https' | 'http' | 'ssh';
};

/** Throws AppError `invalid` (kind `policy`) if the address is refused, `upstream` if its host cannot be found. */
export async function checkRemote(
  ctx: Pick<Context, 'env'>,
  address: string,
  type: SourceType | undefined,
): Promise<CheckedRemote> {
  const expanded = type === undefined ? address : expandAddress(type, address);
  const remote = await validateRemote(expanded, remotePolicy(ctx.env));
  return {
    url: remote.url,
    sourceKey: sourceKey(remote.url),
    sourceType: type ?? guessSourceType(remote.host),
    protocol: remote.protocol,
  };
}

/**
 * What is stored as the token of a source that was at `before` and is now at `after`: a token is for the host that it
 * was given for. `given` is a new one, null for none, and undefined if nobody said anything; then the old one stays with
 * its host and goes with any other. Returns undefined if it stays. Throws `invalid` for a token over ssh.
 */
export function tokenAfter(
  ctx: Pick<Context, 'env'>,
  given: string | null | undefined,
  { before, after }: { before: string | null; after: Pick<CheckedRemote, 'url' | 'protocol'> },
): Buffer | null | undefined {
  requireTokenFits(given, after.protocol);
  if (given) return encryptToken(given, loadSecret(ctx.env));
  const isElsewhere = before === null || placeOf(before) !== placeOf(after.url);
  return given === null || isElsewhere ? null : undefined;
}

/** Throws `invalid` for a token if the protocol has no use for it. */
export function requireTokenFits(token: string | null | undefined, protocol: string): void {
  if (token && protocol === 'ssh') {
    throw new AppError('invalid', 'A token works with http and https alone: over ssh, git asks for a key.');
  }
}

/** The server at an address: what a secret that was given for it stays with. */
export function placeOf(url: string): string {
  const { protocol, host, port } = parseRemoteUrl(url);
  return `${protocol} ${host} ${port}`;
}
