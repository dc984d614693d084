// The operations on connections to code hosts.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { connectionSchema } from '@/lib/connections/connection';
import { connectionRunSchema } from '@/lib/connections/connection-run';
import { connectionChangesSchema, newConnectionSchema } from '@/lib/connections/connection-settings';
import { previewSchema } from '@/lib/connections/sync/preview-connection';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['connections'];
const requestParams = { path: params.idParams };

export const connectionPaths: ZodOpenApiPathsObject = {
  '/api/v1/connections': {
    get: {
      tags,
      summary: 'List the connections of the organisations that one manages',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ items: z.array(connectionSchema), next_cursor: z.null() }) },
        [400, 401],
      ),
    },
    post: {
      tags,
      summary: 'Connect an organisation, group or user of a code host',
      description: 'Nothing is added yet: look at the preview, then ask for a sync. From then on it is kept in step.',
      requestBody: jsonBody(newConnectionSchema),
      responses: answers(
        { status: '201', description: 'It is made.', schema: connectionSchema },
        [400, 401, 403, 404, 409, 413, 502],
      ),
    },
  },
  '/api/v1/connections/{id}': {
    get: {
      tags,
      summary: 'Read one',
      requestParams,
      responses: answers({ description: 'The connection.', schema: connectionSchema }, [401, 404]),
    },
    patch: {
      tags,
      summary: 'Change one',
      description: 'Another credential is also that of its repositories, as far as they had the old one.',
      requestParams,
      requestBody: jsonBody(connectionChangesSchema),
      responses: answers({ description: 'As it is now.', schema: connectionSchema }, [400, 401, 403, 404, 413]),
    },
    delete: {
      tags,
      summary: 'Remove one; its repositories stay',
      requestParams,
      responses: { '204': { description: 'It is removed.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/connections/{id}/preview': {
    post: {
      tags,
      summary: 'See what a sync would change, without changing anything',
      requestParams,
      responses: answers(
        { description: 'What the host has and what would change here.', schema: previewSchema },
        [400, 401, 403, 404, 429, 502],
      ),
    },
  },
  '/api/v1/connections/{id}/sync': {
    post: {
      tags,
      summary: 'Bring its repositories in step with the host',
      requestParams,
      responses: answers(
        { description: 'The run that does it; its end is in the list of runs.', schema: connectionRunSchema },
        [401, 403, 404, 409],
      ),
    },
  },
  '/api/v1/connections/{id}/runs': {
    get: {
      tags,
      summary: 'List its syncs, the newest first, with what each changed',
      requestParams: { ...requestParams, query: params.limitQuery },
      responses: answers(
        {
          description: 'The newest.',
          schema: z.object({ items: z.array(connectionRunSchema), next_cursor: z.null() }),
        },
        [400, 401, 404],
      ),
    },
  },
};
