// The operations on push mirrors.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { newPushMirrorSchema, pushMirrorChangesSchema, pushMirrorSchema } from '@/lib/push-mirrors/push-mirror';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['push mirrors'];
const list = z.object({ items: z.array(pushMirrorSchema), next_cursor: z.null() });

export const pushMirrorPaths: ZodOpenApiPathsObject = {
  '/api/v1/repos/{id}/push-mirrors': {
    get: {
      tags,
      summary: 'List where a repository is pushed on to, for those who manage it',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'All of them, the oldest first.', schema: list }, [400, 401, 403, 404]),
    },
    post: {
      tags,
      summary: 'Push a repository on to another place',
      description:
        'Its branches and tags are pushed there by force: at once, after each sync that brought something, at an interval, or ' +
        'when somebody asks. The address is checked like that of a source. Its own source, and circles, are refused.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(newPushMirrorSchema),
      responses: answers(
        { status: '201', description: 'It was added.', schema: pushMirrorSchema },
        [400, 401, 403, 404, 409, 413, 502],
      ),
    },
  },
  '/api/v1/repos/{id}/push-mirrors/{mirrorId}': {
    patch: {
      tags,
      summary: 'Change a push mirror',
      requestParams: { path: params.pushMirrorParams },
      requestBody: jsonBody(pushMirrorChangesSchema),
      responses: answers({ description: 'As it is now.', schema: pushMirrorSchema }, [400, 401, 403, 404, 413]),
    },
    delete: {
      tags,
      summary: 'Remove a push mirror; what was pushed stays there',
      requestParams: { path: params.pushMirrorParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/repos/{id}/push-mirrors/{mirrorId}/push': {
    post: {
      tags,
      summary: 'Push now',
      description: '409 while a push is under way: another one follows it.',
      requestParams: { path: params.pushMirrorParams },
      responses: answers({ description: 'The push has begun.', schema: pushMirrorSchema }, [401, 403, 404, 409]),
    },
  },
};
