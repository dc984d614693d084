// What the form of notifications means to the API.
import type { NewTarget } from '@/lib/notifications/add-target';
import { type Fields, textOf } from '../field/fields';

/** What has no scheme and an @ is an e-mail address; the server says what is wrong with anything else. */
export function newTargetOf(form: Fields): NewTarget {
  const address = textOf(form, 'address') ?? '';
  const name = textOf(form, 'name');
  const isEmail = !/^[a-z][a-z0-9+.-]*:/i.test(address) && address.includes('@');
  const target: NewTarget = isEmail ? { kind: 'email', address } : { kind: 'webhook', url: address };
  return name === undefined ? target : { ...target, name };
}
