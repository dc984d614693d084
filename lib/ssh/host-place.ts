// Where a host is and who signs in there: an allowed list of characters, so that nothing in it means anything to ssh.
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { bracketed, canonicalHost } from '@/lib/git/runner/remote-url';

export interface HostPlace {
  /** Lower-case name or address, IPv6 without brackets. */
  host: string;
  port: number;
  userName: string;
}

/** A name, an IPv4 address or an IPv6 address with or without brackets. */
const HOST = /^(?:[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;

export const hostNameSchema = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(253)
  .regex(HOST, 'needs a host name or an address, without user, port or path')
  .transform((text, issues) => {
    try {
      return canonicalHost(isIPv6(text) ? `[${text}]` : text);
    } catch {
      issues.addIssue({ code: 'custom', message: 'is no valid host name or address' });
      return z.NEVER;
    }
  });

export const userNameSchema = z
  .string()
  .trim()
  .max(64)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    'needs letters, digits, dots, dashes and underscores alone, and no dash or dot in front',
  );

export const portSchema = z.int().min(1).max(65535);

const placeSchema = z.object({ host: hostNameSchema, port: portSchema, userName: userNameSchema });

/** Checks what was stored once more. Throws AppError `invalid` (kind `policy`). */
export function readPlace(given: HostPlace): HostPlace {
  const read = placeSchema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError('invalid', `The target cannot be used: its ${issue?.path.join('.')} ${issue?.message}.`, {
    kind: 'policy',
  });
}

/** As people know it: the host, and its port if it is not the usual one. */
export function nameOf({ host, port }: Pick<HostPlace, 'host' | 'port'>): string {
  return port === 22 ? host : `${bracketed(host)}:${port}`;
}

/** `user@host:port`. */
export function addressOf({ host, port, userName }: HostPlace): string {
  return `${userName}@${bracketed(host)}:${port}`;
}
