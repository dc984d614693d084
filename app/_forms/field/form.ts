// A form that a browser posts by itself, without a script: what it asks for is done by the verb and checked by the schema
// of its route in the API.
import type { z } from 'zod';
import type { PageContext } from '@/app/_http/context';
import { explain } from '@/app/_http/explain';
import { AppError } from '@/lib/errors';
import { type Fields, textOf } from './fields';

export interface FormCall {
  ctx: PageContext;
  headers: Headers;
  fields: Fields;
}

export interface Done {
  /** The page that follows, if it is not the one that the form is on. */
  next?: string;
  /** What was done, in a sentence. */
  text?: string;
  /** What is shown this once, such as a link. */
  shown?: Record<string, string>;
  /** Set-Cookie values. */
  cookies?: string[];
  /** Another site, which only the person may go on to. */
  leaveTo?: string;
}

export interface Form {
  /** For people who have not signed in as well: what is refused there is no reason to sign in first. */
  isForVisitors?: boolean;
  /** The fields that come back after a refusal. Never a password, a token or a secret. */
  keeps?: readonly string[];
  /** Largest body, in bytes; 64 KiB unless told. */
  maxBytes?: number;
  /** The field that an error of the verb is about; null for none. */
  fieldOf?: (error: AppError) => string | null;
  take: (call: FormCall) => Promise<Done>;
}

/** A value that no schema took, with the name of its field. */
export class FieldError extends AppError {
  constructor(
    message: string,
    readonly field: string | null,
  ) {
    super('invalid', message);
  }
}

/** Parses `input`. Throws FieldError, whose field is named as the schema names it or as `names` says. */
export function parseForm<T>(schema: z.ZodType<T>, input: unknown, names: Record<string, string> = {}): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const key = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new FieldError(explain(parsed.error, 'field'), names[key] ?? (key || null));
}

/** What a form is about: the id of a repository, a person, a session … */
export function subjectOf(fields: Fields): string {
  return textOf(fields, 'id') ?? '';
}
