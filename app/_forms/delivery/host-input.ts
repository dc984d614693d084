// What the forms of targets mean to the API.
import { allOf, type Fields, isTicked, textOf, wordOf } from '../field/fields';

/** Fields of the API by another name than those of the form. */
export const HOST_NAMES = { private_key: 'key', is_enabled: 'enabled' };

/** Where it lies and what it is called, for a new one and for changes. */
function placeOf(fields: Fields) {
  return {
    name: textOf(fields, 'name') ?? '',
    address: textOf(fields, 'address') ?? '',
    // A path that no field of a browser can hold is not asked for.
    ...(fields.get('path') === null ? {} : { path: wordOf(fields, 'path') }),
    group: textOf(fields, 'group') ?? null,
    mode: wordOf(fields, 'mode'),
    keep: Number(textOf(fields, 'keep') ?? ''),
  };
}

export function newHostOf(fields: Fields) {
  const key = textOf(fields, 'key');
  return { org: textOf(fields, 'org') ?? '', ...placeOf(fields), ...(key === undefined ? {} : { private_key: key }) };
}

export function hostChangesOf(fields: Fields) {
  return { ...placeOf(fields), is_enabled: isTicked(fields, 'enabled') };
}

/** A key of somebody’s own, or a new one: whichever the form is for. */
export function hostKeyOf(fields: Fields) {
  return allOf(fields, 'new_key').length > 0 ? { new_key: true } : { private_key: wordOf(fields, 'key') };
}
