// The operations on notifications.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { newTargetSchema } from '@/lib/notifications/add-target';
import { notificationTargetSchema, testOutcomeSchema } from '@/lib/notifications/notification-target';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['notifications'];

export const notificationPaths: ZodOpenApiPathsObject = {
  '/api/v1/notifications': {
    get: {
      tags,
      summary: 'List where notifications go, for administrators',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ targets: z.array(notificationTargetSchema) }) },
        [400, 401, 403],
      ),
    },
    post: {
      tags,
      summary: 'Add a webhook or an e-mail address that is told when a repository fails, recovers or goes stale',
      description:
        'A webhook gets JSON: text (Slack, Mattermost), content (Discord) and events, signed in Freshet-Signature ' +
        '(sha256= and the HMAC-SHA256 of the body in hex). One message holds all that happened at a moment; one that ' +
        'is sent again has the same Freshet-Delivery.',
      requestBody: jsonBody(newTargetSchema),
      responses: answers(
        {
          status: '201',
          description: 'It was added; the secret is shown this once.',
          schema: z.object({ target: notificationTargetSchema, secret: z.string().nullable() }),
        },
        [400, 401, 403, 409, 413, 502],
      ),
    },
  },
  '/api/v1/notifications/{id}': {
    delete: {
      tags,
      summary: 'Remove where notifications go',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/notifications/{id}/test': {
    post: {
      tags,
      summary: 'Send a test at once',
      requestParams: { path: params.idParams },
      responses: answers(
        { description: 'What came of it, also if it failed.', schema: testOutcomeSchema },
        [401, 403, 404],
      ),
    },
  },
};
