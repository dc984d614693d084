// The operations on targets, the places on hosts that trees are delivered to.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { acceptHostKeySchema } from '@/lib/host-keys/accept-host-key';
import { targetSchema } from '@/lib/targets/target';
import { newTargetSchema, targetChangesSchema } from '@/lib/targets/target-input';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['targets'];

export const targetPaths: ZodOpenApiPathsObject = {
  '/api/v1/targets': {
    get: {
      tags,
      summary: 'List targets, without their private keys',
      description: 'Those of organisations that the caller is a member of.',
      requestParams: { query: params.targetsQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ items: z.array(targetSchema), next_cursor: z.null() }) },
        [400, 404],
      ),
    },
    post: {
      tags,
      summary: 'Add a target',
      description:
        'Nothing is sent there before somebody delivers. Its public key has to be let in on the host (authorized_keys).',
      requestBody: jsonBody(newTargetSchema),
      responses: answers(
        { status: '201', description: 'With its public key.', schema: targetSchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/targets/{id}': {
    get: {
      tags,
      summary: 'Read a target, without its private key',
      requestParams: { path: params.idParams },
      responses: answers({ description: 'All but the private key.', schema: targetSchema }, [400, 404]),
    },
    patch: {
      tags,
      summary: 'Change a target, or replace its key',
      description: 'Where something was delivered, the host, the path and the mode stay as they are.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(targetChangesSchema),
      responses: answers({ description: 'As it is now.', schema: targetSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Delete a target',
      description: 'What lies on the host stays there. Refused while a delivery works on it.',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
  '/api/v1/targets/{id}/test': {
    post: {
      tags,
      summary: 'Try a target, short of delivering',
      description: 'What is missing there is in findings. It may take half a minute.',
      requestParams: { path: params.idParams },
      responses: answers({ description: 'With what was found.', schema: targetSchema }, [401, 403, 404]),
    },
  },
  '/api/v1/targets/{id}/host-key': {
    post: {
      tags,
      summary: 'Accept the ssh host key that a target’s host shows now, for administrators',
      description: 'The host is known by it from then on, for every target and repository there.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(acceptHostKeySchema),
      responses: answers({ description: 'As it is known now.', schema: targetSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
};
