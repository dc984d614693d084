// The pieces that the API's operations are described with.
import type { z } from 'zod';
import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { problemSchema } from '@/app/_http/respond';

const PROBLEMS = {
  400: 'The request is not valid, or cannot work here; the detail says what to do.',
  401: 'Nobody is signed in, or the token does not work.',
  403: 'The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site.',
  404: 'There is no such thing, or the caller may not see it.',
  409: 'Busy, or taken.',
  413: 'Over a limit.',
  429: 'Too much at once, or too many attempts; Retry-After says when to come back.',
  502: 'A host that was named cannot be found.',
  503: 'The copy on this server is missing or damaged; a sync brings it back.',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

/** A JSON answer, and the problems that may come instead. */
export function answers(
  ok: { status?: '200' | '201'; description: string; schema: z.ZodType },
  problems: ProblemStatus[],
): ZodOpenApiResponsesObject {
  return {
    [ok.status ?? '200']: { description: ok.description, content: { 'application/json': { schema: ok.schema } } },
    ...problemAnswers(problems),
  };
}

/** The problems alone, for answers that are not JSON; `words` if the usual ones do not fit. */
export function problemAnswers(
  problems: ProblemStatus[],
  words: Partial<Record<ProblemStatus, string>> = {},
): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    problems.map((status) => [
      String(status),
      {
        description: words[status] ?? PROBLEMS[status],
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

/** A JSON body. */
export function jsonBody(schema: z.ZodType) {
  return { required: true, content: { 'application/json': { schema } } };
}
