// The operation that tells what is on the disk.
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { storageSchema } from '@/lib/status/read-storage';
import { answers } from './answers';

export const storagePaths: ZodOpenApiPathsObject = {
  '/api/v1/storage': {
    get: {
      tags: ['status'],
      summary: 'What repositories take on the disk, for administrators',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'By organisation, and what belongs to none.', schema: storageSchema },
        [400, 401, 403],
      ),
    },
  },
};
