// Answers stock gits at /{org}/{name}.git: who asks, for what, within which limits, and what comes of it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitCaller } from '@/app/_auth/git-caller';
import { surroundings } from '@/app/_http/context';
import { answering } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { pushableRepo, readableRepo } from '@/lib/hosting/who-may';
import type { RepoRow } from '@/lib/repos/repo';
import { type GitAddress, gitAddress } from './git-address';
import { receive } from './receive';
import { refuseGit, UNCACHED } from './refuse-git';
import { type GitCall, sendRefs, upload } from './upload';

/** Answers one request for an address of git's, errors too; never throws. */
export async function answerGit(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    await answering({ caller: null, gone: gone.signal }, () => route(request, response, gone.signal));
  } catch (error) {
    if (!gone.signal.aborted) refuseGit(request, response, toAppError(error));
  }
}

async function route(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const address = gitAddress(request.method ?? '', request.url ?? '');
  if (address === null) throw new AppError('not_found', 'There is nothing at this address.');
  if (address.asks.for === 'page') return leadToPage(response, address);
  const parts = surroundings();
  const ctx: Context = { ...parts, ...(await gitCaller(parts, headersOf(request))) };
  const isPush =
    address.asks.for === 'receive-pack' || (address.asks.for === 'refs' && address.asks.service === 'receive-pack');
  const find = isPush ? pushableRepo : readableRepo;
  const repo = await find(ctx, address.org, address.name);
  if (address.asks.for === 'refs' && ctx.actor.kind === 'anonymous' && isOldName(address, repo)) {
    return leadToName(request, response, repo);
  }
  const call: GitCall = { ctx, repo, request, response, signal };
  if (isPush) await receive(call);
  else if (address.asks.for === 'upload-pack') await upload(call);
  else if (address.asks.for === 'refs' && address.asks.service !== null) await sendRefs(call);
  else
    throw new AppError('forbidden', 'This git is too old: it only knows how to read plain files. Install a newer one.');
}

function isOldName(address: GitAddress, { org, name }: RepoRow): boolean {
  return `${address.org}/${address.name}`.toLowerCase() !== `${org}/${name}`.toLowerCase();
}

/**
 * git says so and goes on there, with all that follows. It would forget the token that stands in its address: whoever
 * says who they are is answered under the old name.
 */
function leadToName(request: IncomingMessage, response: ServerResponse, { org, name }: RepoRow): void {
  const [, query = ''] = (request.url ?? '').split('?', 2);
  const location = `/${encodeURIComponent(org)}/${encodeURIComponent(name)}.git/info/refs?${query}`;
  response.writeHead(301, { ...UNCACHED, location }).end();
}

/** For people who open the address that they clone from. */
function leadToPage(response: ServerResponse, { org, name }: GitAddress): void {
  response.writeHead(302, { location: `/r/${encodeURIComponent(org)}/${encodeURIComponent(name)}` }).end();
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const name of ['authorization', 'host', 'origin', 'sec-fetch-site', 'x-forwarded-for', 'x-forwarded-proto']) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, String(value));
  }
  return headers;
}
