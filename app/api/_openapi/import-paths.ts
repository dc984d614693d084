// The operations that add many repositories at once.
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { importedSchema, importSchema } from '@/lib/imports/import-settings';
import { answers, jsonBody } from './answers';

export const importPaths: ZodOpenApiPathsObject = {
  '/api/v1/imports': {
    post: {
      tags: ['repositories'],
      summary: 'Add many repositories at once',
      description:
        'Each row for itself: what is wrong with one is said of that one, and the others are added. What is here already ' +
        'stays as it is, so the same import may be made again, also after it was cut off.',
      requestBody: jsonBody(importSchema),
      responses: answers({ description: 'What came of it.', schema: importedSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
};
