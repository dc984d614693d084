// What the forms of a delivery mean to the API.
import type { DeliveryChanges, NewDelivery } from '@/lib/deliveries/delivery-input';
import { allOf, type Fields, isTicked, textOf, wordOf } from '../field/fields';

export function newDeliveryOf(form: Fields, repoId: string): NewDelivery {
  return { repo_id: repoId, ...placesOf(form), ...rulesOf(form) };
}

export function deliveryChangesOf(form: Fields): DeliveryChanges {
  return { ...placesOf(form), ...rulesOf(form), is_enabled: isTicked(form, 'enabled') };
}

/** A group takes the place of single hosts. */
function placesOf(form: Fields): { group: string } | { target_ids: string[] } {
  const group = textOf(form, 'group');
  return group === undefined ? { target_ids: allOf(form, 'target') } : { group };
}

function rulesOf(form: Fields) {
  const seconds = Number(textOf(form, 'verify') ?? 0);
  // A field that is not on the form of somebody who may not set it changes nothing.
  const hook = form.get('hook') === null ? {} : { hook: textOf(form, 'hook') ?? null };
  return {
    ref: textOf(form, 'ref') ?? null,
    subfolder: textOf(form, 'subfolder') ?? null,
    excludes: linesOf(form, 'excludes'),
    exclude_dot_git: isTicked(form, 'dot_git'),
    delete: isTicked(form, 'delete'),
    owner: textOf(form, 'owner') ?? null,
    modes: textOf(form, 'modes') ?? null,
    ...hook,
    after_sync: isTicked(form, 'after_sync'),
    fallback_to_local: isTicked(form, 'fallback'),
    block_on_secrets: isTicked(form, 'block'),
    scans_commits: isTicked(form, 'commits'),
    config_path: textOf(form, 'config') ?? null,
    repair: isTicked(form, 'repair'),
    verify_interval_seconds: seconds > 0 ? seconds : null,
  };
}

function linesOf(form: Fields, name: string): string[] {
  return wordOf(form, name)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}
