// Takes a form that the browser posts by itself: does what it asks for and leads to the page that says what came of it.
import { callerOf } from '@/app/_auth/auth';
import { localPath } from '@/app/_auth/local-path';
import { findForm } from '@/app/_forms/all-forms';
import { type Done, FieldError, type Form, subjectOf } from '@/app/_forms/field/form';
import { type Sent, sentCookie } from '@/app/_forms/field/sent';
import { readText } from '@/app/_http/body';
import { type PageContext, surroundings } from '@/app/_http/context';
import { publicOrigin, requireSameOrigin } from '@/app/_http/origin';
import { problem } from '@/app/_http/respond';
import { AppError, toAppError } from '@/lib/errors';
import { redact } from '@/lib/log';
import { leavePage } from './leave-page';

type Route = { params: Promise<{ form: string }> };

export async function POST(request: Request, { params }: Route): Promise<Response> {
  try {
    const name = (await params).form;
    const form = findForm(name);
    if (!form) throw new AppError('not_found', 'There is no such form.');
    const parts = surroundings();
    requireSameOrigin(parts.env, request.headers);
    const fields = await readFields(request, form.maxBytes);
    const back = pageOf(fields.get('from'));
    const isSecure = publicOrigin(parts.env, request.headers).protocol === 'https:';
    const { sent, done } = await take(request, form, name, fields);
    if (done.leaveTo) return leavePage(done.leaveTo, done.cookies ?? []);
    const next = done.next ?? back;
    const answer = new Response(null, { status: 303, headers: { location: next, 'cache-control': 'no-store' } });
    for (const cookie of done.cookies ?? []) answer.headers.append('set-cookie', cookie);
    if (sent.error !== null || sent.text !== null || Object.keys(sent.shown).length > 0) {
      const path = pathOf(sent.error === null ? next : back);
      answer.headers.append('set-cookie', await sentCookie(parts.env, sent, { path, isSecure }));
    }
    return answer;
  } catch (error) {
    return problem(error, request);
  }
}

/** Does what the form asks for. A refusal is no error here: it is told on the page that the form is on. */
async function take(
  request: Request,
  form: Form,
  name: string,
  fields: URLSearchParams,
): Promise<{ sent: Sent; done: Done }> {
  const sent: Sent = {
    form: name,
    subject: subjectOf(fields),
    error: null,
    field: null,
    repo_id: null,
    text: null,
    shown: {},
    values: {},
  };
  try {
    const parts = surroundings();
    const ctx: PageContext = { ...parts, ...(await callerOf(parts, request.headers, { isChange: true })) };
    const done = await form.take({ ctx, headers: request.headers, fields });
    return { sent: { ...sent, text: done.text ?? null, shown: done.shown ?? {} }, done };
  } catch (cause) {
    const error = toAppError(cause);
    const { log } = surroundings();
    if (error.code === 'internal') log.error({ err: error, form: name }, 'a form could not be taken');
    const back = pageOf(fields.get('from'));
    const isSignedOut = error.code === 'unauthenticated' && !form.isForVisitors;
    const refused = {
      ...sent,
      error: error.message,
      field: error instanceof FieldError ? error.field : (form.fieldOf?.(error) ?? null),
      repo_id: error.repoId ?? null,
      values: kept(form, fields),
    };
    return { sent: refused, done: { next: isSignedOut ? `/sign-in?next=${encodeURIComponent(back)}` : back } };
  }
}

/** What was typed and may come back: no secret, also none within an address. */
function kept(form: Form, fields: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of form.keeps ?? []) {
    const value = fields.get(name);
    if (value !== null) values[name] = redact(value);
  }
  return values;
}

async function readFields(request: Request, max: number | undefined): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') throw new AppError('invalid', 'This address takes a form.');
  const fields = new URLSearchParams(await readText(request, max));
  for (const [name, value] of fields) {
    if (!`${name}${value}`.includes('\0')) continue;
    throw new AppError('invalid', 'The form holds a NUL character, which no value may have.');
  }
  return fields;
}

/** The page that a form is on; a path of this site, whatever it says. */
function pageOf(from: string | null): string {
  return localPath(from ?? undefined, '/');
}

/** For a cookie, whose attributes end with a semicolon. */
function pathOf(page: string): string {
  const [path = '/'] = page.split(/[?#]/, 1);
  return /[;,\s]/.test(path) ? '/' : path;
}
