// What came of a look at hosts, in a sentence: for forms and for the page that asked by a script.
import { formatPlural } from '@/app/_format';
import { stateWords } from '@/lib/deliveries/verify/state-words';
import type { Verification } from '@/lib/deliveries/verify/verification';

/** Hosts that are named one by one. */
const NAMED = 3;

/** "3 hosts: 1 in sync. web-2 is unreachable: It does not answer." `pending`: deliveries that are looked at next. */
export function verifiedText(items: readonly Pick<Verification, 'hosts'>[], pending = 0): string {
  const hosts = items.flatMap((item) => item.hosts);
  const right = hosts.filter((host) => host.state === 'in_sync').length;
  const wrong = hosts.filter((host) => host.state !== 'in_sync');
  const sentences: string[] = [];
  if (hosts.length > 0) {
    sentences.push(
      `${formatPlural(hosts.length, 'host was', 'hosts were')} looked at. ${howMany(right, hosts.length)}`,
    );
  }
  for (const { target, state, behind_by: behindBy, state_text: text } of wrong.slice(0, NAMED)) {
    sentences.push(`${target.name}: ${text ?? `${stateWords(state, behindBy)}.`}`);
  }
  if (wrong.length > NAMED)
    sentences.push(`${formatPlural(wrong.length - NAMED, 'more host is', 'more hosts are')} not.`);
  if (pending > 0) {
    sentences.push(`The hosts of ${formatPlural(pending, 'delivery', 'deliveries')} are looked at next.`);
  }
  return sentences.length === 0 ? 'There is no host to look at.' : sentences.join(' ');
}

function howMany(right: number, all: number): string {
  if (right === all) return right === 1 ? 'It is in sync.' : 'All are in sync.';
  if (right === 0) return all === 1 ? 'It is not in sync.' : 'None of them is in sync.';
  return `${right} of them ${right === 1 ? 'is' : 'are'} in sync.`;
}
