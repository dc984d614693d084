// The operations on secrets that were found in repositories.
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import {
  exceptionSchema,
  newExceptionSchema,
  scanRequestSchema,
  secretSettingsSchema,
  secretsSchema,
  settingsSchema,
} from '@/lib/secret-scans/scan';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['secrets'];

export const secretPaths: ZodOpenApiPathsObject = {
  '/api/v1/repos/{id}/secrets': {
    get: {
      tags,
      summary: 'Which secrets were found in a repository, for members of its organisation',
      description:
        'The newest scan of all its files, or another one, with what it found: rule, file and line, and never the secret.',
      requestParams: { path: params.idParams, query: params.secretsQuery },
      responses: answers({ description: 'The scan and its findings.', schema: secretsSchema }, [400, 401, 403, 404]),
    },
    patch: {
      tags,
      summary: 'Say whether every sync looks for secrets, and by which configuration',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(secretSettingsSchema),
      responses: answers({ description: 'As it is now.', schema: settingsSchema }, [400, 401, 403, 404, 413]),
    },
  },
  '/api/v1/repos/{id}/secrets/scan': {
    post: {
      tags,
      summary: 'Look for secrets in the default branch now',
      description:
        '409 while there is no commit yet. The scan goes on by itself; `is_scanning` tells when it has ended.',
      requestParams: { path: params.idParams },
      responses: answers({ description: 'The scan was asked for.', schema: scanRequestSchema }, [401, 403, 404, 409]),
    },
  },
  '/api/v1/repos/{id}/secrets/exceptions': {
    post: {
      tags,
      summary: 'Say of a finding that it is no secret, and why',
      description: 'From then on what has this fingerprint blocks no delivery of this repository.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(newExceptionSchema),
      responses: answers(
        { status: '201', description: 'It is an exception.', schema: exceptionSchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/repos/{id}/secrets/exceptions/{exceptionId}': {
    delete: {
      tags,
      summary: 'Withdraw an exception: what has its fingerprint blocks deliveries again',
      requestParams: { path: params.exceptionParams },
      responses: { '204': { description: 'It is withdrawn.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
};
