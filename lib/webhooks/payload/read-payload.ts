// Reads what a webhook says: the kind of event, and every address of the repository that it is about.
import type { z } from 'zod';
import type { WebhookHost } from '@/db/schema';
import type { WebhookEvent, WebhookNews } from './delivery';
import { HEADERS, headerOf } from './hosts';
import { bitbucketPayload, gitlabPayload, hubPayload } from './payload';

const NO_COMMIT = /^0+$/;
/** Longest name of an event that is kept. */
const MAX_NAME = 60;
/** Hosts send four or so. */
const MOST_ADDRESSES = 20;

/** Reads a parsed body; null if it is not what the host sends. */
export function readPayload(host: WebhookHost, headers: Headers, body: unknown): WebhookNews | null {
  const name = headerOf(headers, HEADERS[host].event) ?? '';
  const read = READERS[host](name, body);
  return read && { ...read, name: shortName(name) };
}

type Reader = (name: string, body: unknown) => Omit<WebhookNews, 'name'> | null;

const READERS: Record<WebhookHost, Reader> = {
  github: readHub,
  gitea: readHub,
  gitlab: readGitlab,
  bitbucket: readBitbucket,
};

function readHub(name: string, body: unknown) {
  const payload = hubPayload.safeParse(body).data;
  if (!payload) return null;
  const { clone_url, ssh_url, git_url, html_url } = payload.repository ?? {};
  return { event: hubEvent(name, payload), addresses: present([clone_url, ssh_url, git_url, html_url]), place: null };
}

function hubEvent(name: string, payload: z.infer<typeof hubPayload>): WebhookEvent {
  if (name === 'ping') return 'ping';
  if (name === 'create' || name === 'delete') {
    if (payload.ref_type === 'tag') return 'tag';
    return name === 'create' ? 'branch_created' : 'branch_deleted';
  }
  if (name !== 'push') return 'ignored';
  if (payload.ref?.startsWith('refs/tags/')) return 'tag';
  return pushEvent({
    isCreated: payload.created ?? isNone(payload.before),
    isDeleted: payload.deleted ?? isNone(payload.after),
  });
}

function readGitlab(_name: string, body: unknown) {
  const payload = gitlabPayload.safeParse(body).data;
  if (!payload) return null;
  const { project, repository } = payload;
  const addresses = present([
    project?.git_http_url,
    project?.git_ssh_url,
    project?.http_url,
    project?.ssh_url,
    project?.web_url,
    repository?.git_http_url,
    repository?.git_ssh_url,
    repository?.url,
    repository?.homepage,
  ]);
  return { event: gitlabEvent(payload), addresses, place: null };
}

/** System hooks name their events in `event_name`, and one for all refs of a push `repository_update`. */
function gitlabEvent(payload: z.infer<typeof gitlabPayload>): WebhookEvent {
  const kind = payload.object_kind ?? payload.event_name;
  if (kind === 'tag_push') return 'tag';
  if (kind === 'repository_update') return 'push';
  if (kind !== 'push') return 'ignored';
  return pushEvent({ isCreated: isNone(payload.before), isDeleted: isNone(payload.after) });
}

function readBitbucket(name: string, body: unknown) {
  const payload = bitbucketPayload.safeParse(body).data;
  if (!payload) return null;
  const { links, project, slug } = payload.repository ?? {};
  const addresses = present([links?.html?.href, ...(links?.clone ?? []).map((clone) => clone?.href)]);
  const place = addresses.length === 0 && project?.key && slug ? `${project.key}/${slug}`.toLowerCase() : null;
  return { event: bitbucketEvent(name, payload), addresses, place };
}

function bitbucketEvent(name: string, payload: z.infer<typeof bitbucketPayload>): WebhookEvent {
  if (name === 'diagnostics:ping') return 'ping';
  if (name === 'repo:refs_changed') {
    return oneEvent(
      (payload.changes ?? []).map((change) => ({
        isTag: change?.ref?.type === 'TAG',
        isCreated: change?.type === 'ADD',
        isDeleted: change?.type === 'DELETE',
      })),
    );
  }
  if (name !== 'repo:push') return 'ignored';
  return oneEvent(
    (payload.push?.changes ?? []).map((change) => ({
      isTag: (change?.new ?? change?.old)?.type === 'tag',
      isCreated: !change?.old,
      isDeleted: !change?.new,
    })),
  );
}

/** The event if all changes are of one kind, else a push. */
function oneEvent(changes: { isTag: boolean; isCreated: boolean; isDeleted: boolean }[]): WebhookEvent {
  const kinds = new Set(changes.map((change) => (change.isTag ? 'tag' : pushEvent(change))));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : 'push';
}

function pushEvent(ref: { isCreated: boolean; isDeleted: boolean }): WebhookEvent {
  if (ref.isDeleted) return 'branch_deleted';
  return ref.isCreated ? 'branch_created' : 'push';
}

function isNone(commit: string | null | undefined): boolean {
  return typeof commit === 'string' && NO_COMMIT.test(commit);
}

function present(addresses: (string | null | undefined)[]): string[] {
  return [...new Set(addresses.filter((address): address is string => Boolean(address)))].slice(0, MOST_ADDRESSES);
}

/** Headers hold what a sender likes: only plain characters are kept. */
function shortName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '').slice(0, MAX_NAME) || 'unnamed';
}
