// Deliveries in the words that people read.
import type { Look } from '@/app/_components/repo/status-pill';
import type { Delivery, DeliveryHost } from '@/lib/deliveries/delivery';
import type { DeliveryOutcome, DeliveryRun } from '@/lib/deliveries/delivery-run';

export const DELIVERY_STATUS: Record<DeliveryRun['status'], { text: string; look: Look }> = {
  queued: { text: 'Waiting', look: 'calm' },
  waiting: { text: 'Waits for a sync', look: 'warn' },
  running: { text: 'Delivering', look: 'busy' },
  delivered: { text: 'Delivered', look: 'ok' },
  unchanged: { text: 'Nothing new', look: 'ok' },
  partial: { text: 'Only some hosts', look: 'warn' },
  failed: { text: 'Failed', look: 'bad' },
  blocked: { text: 'Blocked', look: 'bad' },
  cancelled: { text: 'Cancelled', look: 'calm' },
};

export const OUTCOME_STATUS: Record<DeliveryOutcome['status'], { text: string; look: Look }> = {
  queued: { text: 'Waiting', look: 'calm' },
  sending: { text: 'Sending', look: 'busy' },
  switching: { text: 'Switching', look: 'busy' },
  delivered: { text: 'Live', look: 'ok' },
  unchanged: { text: 'Had it already', look: 'ok' },
  failed: { text: 'Failed', look: 'bad' },
  cancelled: { text: 'Left as it was', look: 'calm' },
};

export const HOST_STATE: Record<DeliveryHost['state'], { text: string; look: Look }> = {
  never: { text: 'Never delivered', look: 'calm' },
  in_sync: { text: 'In sync', look: 'ok' },
  behind: { text: 'Behind', look: 'warn' },
  ahead: { text: 'Ahead', look: 'warn' },
  diverged: { text: 'Diverged', look: 'bad' },
  changed: { text: 'Changed by hand', look: 'bad' },
  interrupted: { text: 'Cut in the middle', look: 'bad' },
  foreign: { text: 'Something else is there', look: 'bad' },
  unreachable: { text: 'Unreachable', look: 'bad' },
  unknown: { text: 'Not known', look: 'calm' },
};

const TRIGGERS: Record<DeliveryRun['trigger'], string> = {
  manual: 'by hand',
  api: 'through the API',
  sync: 'after a sync',
  repair: 'to repair a host',
  rollback: 'to go back',
};

export function deliveryTriggerText({ trigger, requested_by }: Pick<DeliveryRun, 'trigger' | 'requested_by'>): string {
  return requested_by === null ? TRIGGERS[trigger] : `${TRIGGERS[trigger]}, ${requested_by}`;
}

/** "the group web", "web1, web2 and 3 more". */
export function placesText({ group, hosts }: Pick<Delivery, 'group' | 'hosts'>): string {
  if (group !== null) return `the group ${group} (${hosts.length})`;
  const names = hosts.map((host) => host.name);
  if (names.length === 0) return 'no host';
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** How many of the hosts have what they should have. */
export function hostsGood(hosts: readonly DeliveryHost[]): number {
  return hosts.filter(({ state }) => state === 'in_sync').length;
}
