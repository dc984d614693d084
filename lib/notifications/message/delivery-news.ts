// What people are told of deliveries and their hosts, and of secrets in repositories: shapes and words.
import { z } from 'zod';
import { errorKind, hostState } from '@/db/schema';
import { howLong } from './how-long';
import { plain } from './plain';

/** So many hosts are named; of the others it says how many they are. */
export const MOST_HOSTS = 20;
const NAMED = 3;

const namedRepo = z.object({ id: z.uuid(), org: z.string(), name: z.string() });

export const deliveryNewsSchema = z.object({
  /**
   * blocked: secrets were found, or could not be looked for. partial: some of the hosts got it. failed: none did.
   * differs: hosts are not what they should be, or cannot be looked at. recovered: what was told before is over.
   */
  kind: z.enum(['blocked', 'partial', 'failed', 'differs', 'recovered']),
  delivery_id: z.uuid(),
  run_id: z.uuid().nullable(),
  repo: namedRepo,
  /** The hosts that it is about, at most `MOST_HOSTS`. */
  hosts: z.array(
    z.object({
      target_id: z.uuid(),
      name: z.string(),
      state: z.enum(hostState.enumValues),
      /** How it stands, or why it did not get it, in a sentence. */
      text: z.string().nullable(),
    }),
  ),
  /** How many hosts it is about, and how many the delivery has. */
  host_count: z.int(),
  hosts_of_all: z.int(),
  error_kind: z.enum(errorKind.enumValues).nullable(),
  message: z.string().nullable(),
  since: z.string().nullable(),
  until: z.string().nullable(),
});
export type DeliveryNews = z.infer<typeof deliveryNewsSchema>;

export const secretNewsSchema = z.object({
  kind: z.enum(['found', 'gone']),
  repo: namedRepo,
  since: z.string().nullable(),
});
export type SecretNews = z.infer<typeof secretNewsSchema>;

const nameOf = ({ repo }: { repo: DeliveryNews['repo'] }) => plain(`${repo.org}/${repo.name}`);

/** What happened, in one sentence. */
export function textOfDelivery(news: DeliveryNews): string {
  const name = nameOf(news);
  const { host_count: count, hosts_of_all: all } = news;
  switch (news.kind) {
    case 'blocked':
      return `${name} was not delivered: the look for secrets stopped it.`;
    case 'partial':
      return `Only ${all - count} of ${all} hosts got the last delivery of ${name}; ${named(news)} did not.`;
    case 'failed':
      return `${name} could not be delivered${count > 0 ? ` to ${named(news)}` : ''}.`;
    case 'differs': {
      const [only] = news.hosts;
      if (count === 1 && only) return `The host ${plain(only.name)} of ${name} ${DIFFERS[only.state] ?? 'differs'}.`;
      return `${count} of ${all} hosts of ${name} are not what they should be: ${named(news)}.`;
    }
    case 'recovered': {
      const away = howLong(news.since, news.until);
      const after = away === null ? '' : ` after ${away}`;
      if (count === 0) return `${name} is delivered again${after}.`;
      if (count === 1) return `The host ${named(news)} has again what ${name} should be there${after}.`;
      return `${count} hosts have again what ${name} should be there${after}: ${named(news)}.`;
    }
  }
}

/** What more there is to say, and what to do; empty if nothing. */
export function moreOfDelivery(news: DeliveryNews): string {
  if (news.kind === 'recovered') return '';
  if (news.kind === 'blocked') {
    return [news.message, 'Take the secret out and revoke it, or write down why it is none on the page of secrets.']
      .filter(Boolean)
      .join(' ');
  }
  const ofHosts = news.hosts.slice(0, NAMED).flatMap(({ name, text }) => (text ? [`${name}: ${text}`] : []));
  return [news.message, ...ofHosts].filter(Boolean).join(' ');
}

export function textOfSecret(news: SecretNews): string {
  if (news.kind === 'found') return `A secret was found in the default branch of ${nameOf(news)}.`;
  return `The secrets in the default branch of ${nameOf(news)} are gone, or written down as none.`;
}

export function moreOfSecret({ kind }: SecretNews): string {
  return kind === 'gone'
    ? ''
    : 'Revoke it: whoever reads the repository has it. Its page of secrets says where it stands.';
}

const DIFFERS: Partial<Record<DeliveryNews['hosts'][number]['state'], string>> = {
  never: 'was never delivered to',
  behind: 'is behind',
  ahead: 'is ahead of what it should have',
  diverged: 'has something that this server does not know',
  changed: 'was changed by hand',
  interrupted: 'was left in the middle of a delivery',
  foreign: 'holds something else',
  unreachable: 'cannot be reached',
};

/** "web-1, web-2, web-3 and 4 more". */
function named({ hosts, host_count: count }: DeliveryNews): string {
  const names = hosts.slice(0, NAMED).map(({ name }) => plain(name));
  const more = count - names.length;
  return names.length === 0 ? `${count} hosts` : `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
