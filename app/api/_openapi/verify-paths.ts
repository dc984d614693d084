// The operations that look at hosts: verification and the board.
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { boardSchema } from '@/lib/deliveries/board/board-item';
import { verificationSchema } from '@/lib/deliveries/verify/verification';
import { verificationsSchema, verifyDeliveriesSchema } from '@/lib/deliveries/verify/verify-deliveries';
import { verifyDeliverySchema } from '@/lib/deliveries/verify/verify-delivery';
import { answers, jsonBody } from './answers';

const tags = ['deliveries'];

export const verifyPaths: ZodOpenApiPathsObject = {
  '/api/v1/board': {
    get: {
      tags,
      summary: 'List every host of every delivery with how it stands',
      description:
        'The worst first; of repositories whose deliveries the caller may see. counts are of all that fit but for the state.',
      requestParams: { query: params.boardQuery },
      responses: answers({ description: 'A page.', schema: boardSchema }, [400]),
    },
  },
  '/api/v1/deliveries/{id}/verify': {
    post: {
      tags,
      summary: 'Verify the hosts of a delivery',
      description:
        'Reads .sync_rev back from each host over ssh, side by side, and compares it with what the branch or tag has here. ' +
        'Nothing is written there. deep compares the files themselves as well. Answers within a minute, deep within ten: a ' +
        'host that was not looked at by then is unknown.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(verifyDeliverySchema),
      responses: answers({ description: 'How they stand.', schema: verificationSchema }, [400, 401, 403, 404, 413]),
    },
  },
  '/api/v1/deliveries/verify': {
    post: {
      tags,
      summary: 'Verify the hosts of many deliveries',
      description:
        'Those that are named, or all of a group, an organisation or a repository. A hundred hosts are looked at while the ' +
        'caller waits; the other deliveries are pending and are checked next, as are deep checks.',
      requestBody: jsonBody(verifyDeliveriesSchema),
      responses: answers({ description: 'How they stand.', schema: verificationsSchema }, [400, 401, 403, 404, 413]),
    },
  },
};
