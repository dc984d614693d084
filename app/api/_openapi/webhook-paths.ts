// The operations on webhooks: what hosts send, and what administrators set up.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { webhookSchema } from '@/lib/webhooks/records/webhook';
import { answers, problemAnswers } from './answers';

const tags = ['webhooks'];
const webhookHeaders = z.object({
  'x-hub-signature-256': z.string().optional().meta({ description: 'GitHub: sha256= and the HMAC-SHA256 in hex.' }),
  'x-gitea-signature': z.string().optional().meta({ description: 'Gitea: the HMAC-SHA256 in hex.' }),
  'x-forgejo-signature': z.string().optional().meta({ description: 'Forgejo: as Gitea.' }),
  'x-hub-signature': z.string().optional().meta({ description: 'Bitbucket: sha256= and the HMAC-SHA256 in hex.' }),
  'x-gitlab-token': z.string().optional().meta({ description: 'GitLab: the secret itself.' }),
});

export const webhookPaths: ZodOpenApiPathsObject = {
  '/api/webhooks/{host}': {
    post: {
      tags,
      summary: 'Tell of a push, as a code host does',
      description:
        'Signed with the secret of the host, over the body as it is sent. Whatever is signed gets the same answer, ' +
        'whether or not there is such a repository.',
      security: [{}],
      requestParams: { path: params.hostParams, header: webhookHeaders },
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: z.looseObject({}) },
          'application/x-www-form-urlencoded': { schema: z.object({ payload: z.string() }) },
        },
      },
      responses: {
        '202': { description: 'Taken in.', content: { 'application/json': { schema: z.strictObject({}) } } },
        ...problemAnswers([401, 403, 404, 413], {
          401: 'The signature or the secret is missing or wrong, or none is set.',
        }),
      },
    },
  },
  '/api/v1/webhooks': {
    get: {
      tags,
      summary: 'List the webhooks of every host, for administrators',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All hosts.', schema: z.object({ webhooks: z.array(webhookSchema) }) },
        [400, 401, 403],
      ),
    },
  },
  '/api/v1/webhooks/{host}/secret': {
    post: {
      tags,
      summary: 'Make the secret that a host signs with',
      requestParams: { path: params.hostParams },
      responses: answers(
        {
          status: '201',
          description: 'Shown this once; the one before is worth nothing any more.',
          schema: z.object({ secret: z.string() }),
        },
        [401, 403, 404],
      ),
    },
    delete: {
      tags,
      summary: 'Take a host’s secret away; its webhooks are refused',
      requestParams: { path: params.hostParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
};
