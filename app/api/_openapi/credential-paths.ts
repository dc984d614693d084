// The operations on stored credentials.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { credentialSchema } from '@/lib/credentials/credential';
import { credentialChangesSchema, newCredentialSchema } from '@/lib/credentials/credential-input';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['credentials'];

export const credentialPaths: ZodOpenApiPathsObject = {
  '/api/v1/credentials': {
    get: {
      tags,
      summary: 'List stored credentials, without their secrets',
      description: 'Those of organisations that the caller is an admin or owner of.',
      requestParams: { query: params.credentialsQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ items: z.array(credentialSchema), next_cursor: z.null() }) },
        [400, 404],
      ),
    },
    post: {
      tags,
      summary: 'Store a credential, or have an ssh key made',
      description:
        'Repositories of the organisation sign in with it at their source (credential_id). A secret is never shown again.',
      requestBody: jsonBody(newCredentialSchema),
      responses: answers(
        { status: '201', description: 'Of a key that was made, with its public half.', schema: credentialSchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/credentials/{id}': {
    get: {
      tags,
      summary: 'Read a stored credential, without its secret',
      requestParams: { path: params.idParams },
      responses: answers({ description: 'All but the secret.', schema: credentialSchema }, [400, 404]),
    },
    patch: {
      tags,
      summary: 'Rename a credential, or replace its secret',
      description: 'Whatever uses it signs in with the new secret from then on.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(credentialChangesSchema),
      responses: answers({ description: 'As it is now.', schema: credentialSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Delete a credential that nothing uses',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
};
