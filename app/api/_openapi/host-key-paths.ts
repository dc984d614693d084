// The operations on the keys of ssh hosts.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { acceptHostKeySchema } from '@/lib/host-keys/accept-host-key';
import { hostKeySchema } from '@/lib/host-keys/host-key';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['ssh hosts'];

export const hostKeyPaths: ZodOpenApiPathsObject = {
  '/api/v1/host-keys': {
    get: {
      tags,
      summary: 'List the ssh hosts that are known, for administrators',
      description: 'Those first that show another key than they are known by. Nothing is fetched from such a host.',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ items: z.array(hostKeySchema), next_cursor: z.null() }) },
        [400, 401, 403],
      ),
    },
  },
  '/api/v1/host-keys/{id}': {
    delete: {
      tags,
      summary: 'Forget an ssh host',
      description: 'It is pinned anew to the first key that it shows.',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is forgotten.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/host-keys/{id}/accept': {
    post: {
      tags,
      summary: 'Accept the key that an ssh host shows now',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(acceptHostKeySchema),
      responses: answers({ description: 'As it is known now.', schema: hostKeySchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
};
