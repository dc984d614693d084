// The edge of the API: AppError becomes problem+json here and nowhere else, and input is read with its limits.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError, type ErrorCode, toAppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { readText } from './body';
import { contextFor } from './context';
import { explain } from './explain';

const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit: 413,
  internal: 500,
  upstream: 502,
};

const TITLE: Record<ErrorCode, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Sign-in needed',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Busy',
  limit: 'Over a limit',
  internal: 'Internal error',
  upstream: 'The source did not answer as it should',
};

export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, why, and what to do, in plain words.' }),
    code: z.enum(Object.keys(STATUS) as [ErrorCode, ...ErrorCode[]]),
    retryable: z.boolean().meta({ description: 'Worth trying again without anybody changing anything.' }),
    kind: z.string().optional().meta({ description: 'Set if the problem is a repository’s.' }),
    repo_id: z.uuid().optional().meta({ description: 'The repository that has the name, or the source, already.' }),
  })
  .meta({ id: 'Problem', description: 'An error as RFC 9457 describes it.' });

export interface Call<P> {
  request: Request;
  ctx: Context;
  params: P;
}

/** Wraps a route: makes the context, and answers every error as a problem. */
export function handle<P = Record<never, never>>(answer: (call: Call<P>) => Promise<Response> | Response) {
  return async (request: Request, route: { params: Promise<P> }): Promise<Response> => {
    try {
      return await answer({ request, ctx: await contextFor(request), params: await route.params });
    } catch (error) {
      return problem(error, request);
    }
  };
}

/** An error as `application/problem+json`; what was not expected goes to the log with its cause. */
export function problem(error: unknown, request: Request): Response {
  // The client has gone: nobody reads it, and nothing went wrong.
  if (request.signal.aborted) return new Response(null, { status: 499 });
  const known = toAppError(error);
  const status = statusOf(known);
  if (status === 500) log.error({ err: known, method: request.method, path: new URL(request.url).pathname }, 'failed');
  const body: z.infer<typeof problemSchema> = {
    type: 'about:blank',
    title: known.title ?? TITLE[known.code],
    status,
    detail: known.message,
    code: known.code,
    retryable: known.retryable,
    ...(known.kind ? { kind: known.kind } : {}),
    ...(known.repoId ? { repo_id: known.repoId } : {}),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="Freshet"');
  if (known.retryAfterSeconds !== undefined) headers.set('retry-after', String(Math.ceil(known.retryAfterSeconds)));
  return new Response(JSON.stringify(body), { status, headers });
}

/** The status of HTTP that an error is answered with. */
export function statusOf(error: AppError): number {
  if (error.code === 'limit' && error.retryAfterSeconds !== undefined) return 429;
  if (error.code === 'internal' && error.retryAfterSeconds !== undefined) return 503;
  if (error.code === 'internal' && ['corrupt', 'disk', 'timeout'].includes(error.kind ?? '')) return 503;
  return STATUS[error.code];
}

/** A JSON answer that no cache keeps. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** Reads the query by a strict schema: unknown and repeated parameters are refused. Throws `invalid`. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const query: Record<string, string> = {};
  for (const [key, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(query, key)) throw new AppError('invalid', `The parameter ${key} is given twice.`);
    refuseNul(value);
    query[key] = value;
  }
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw new AppError('invalid', explain(parsed.error, 'parameter'));
  return parsed.data;
}

/** Reads a JSON body by a strict schema. Throws `invalid`, or `limit` above `max` bytes, 64 KiB unless told. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>, max?: number): Promise<T> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('invalid', 'Send the body as JSON, with Content-Type: application/json.');
  }
  let body: unknown;
  try {
    body = JSON.parse(await readText(request, max), (key, value: unknown) => {
      refuseNul(key);
      if (typeof value === 'string') refuseNul(value);
      return value;
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'The body is not valid JSON.', { cause });
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('invalid', explain(parsed.error, 'field'));
  return parsed.data;
}

/** The database holds no text with a NUL, and no name has one. */
function refuseNul(text: string): void {
  if (text.includes('\0')) throw new AppError('invalid', 'The request holds a NUL character, which no value may have.');
}
