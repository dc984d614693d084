// The operations on tokens, and the audit log.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { auditEntrySchema } from '@/lib/audit/read/entry';
import { newTokenSchema } from '@/lib/tokens/make-token';
import { tokenSchema } from '@/lib/tokens/token';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['tokens'];

export const tokenPaths: ZodOpenApiPathsObject = {
  '/api/v1/tokens': {
    get: {
      tags,
      summary: 'List one’s own tokens, and those of organisations that one manages',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ items: z.array(tokenSchema), next_cursor: z.null() }) },
        [400, 401, 403],
      ),
    },
    post: {
      tags,
      summary: 'Make a token',
      description:
        'A token goes into Authorization: Bearer, and over git into the password. It is never good for more than whose ' +
        'it is. By a token, none can be made that is good for more or for longer, and it ends with the one that made it.',
      requestBody: jsonBody(newTokenSchema),
      responses: answers(
        {
          status: '201',
          description: 'It is shown this once.',
          schema: tokenSchema.extend({ token: z.string().meta({ example: 'frs_…' }) }),
        },
        [400, 401, 403, 404, 413],
      ),
    },
  },
  '/api/v1/tokens/{id}': {
    get: {
      tags,
      summary: 'Read how a token stands',
      description: 'current is the one by which it is asked.',
      requestParams: { path: params.idParams },
      responses: answers({ description: 'All but the token itself.', schema: tokenSchema }, [401, 403, 404]),
    },
    delete: {
      tags,
      summary: 'Revoke a token, and with it those that were made by it',
      description: 'A token may always revoke itself: current is the one by which it is asked.',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is revoked.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/audit': {
    get: {
      tags: ['audit'],
      summary: 'Read the audit log, the newest first, for administrators',
      description:
        'With Accept: application/x-ndjson, or format=ndjson, everything that the filter leaves comes as one line of ' +
        'JSON for each entry.',
      requestParams: { query: params.auditQuery },
      responses: {
        '200': {
          description: 'A page, or all of it.',
          content: {
            'application/json': {
              schema: z.object({ items: z.array(auditEntrySchema), next_cursor: z.string().nullable() }),
            },
            'application/x-ndjson': { schema: auditEntrySchema },
          },
        },
        ...problemAnswers([400, 401, 403]),
      },
    },
  },
};
