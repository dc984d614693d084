// The operations on deliveries and their runs.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { deliverySchema } from '@/lib/deliveries/delivery';
import {
  deliveryChangesSchema,
  newDeliverySchema,
  rollBackSchema,
  runDeliverySchema,
} from '@/lib/deliveries/delivery-input';
import { deliveryRunSchema } from '@/lib/deliveries/delivery-run';
import { deliveryReleaseSchema } from '@/lib/deliveries/list-releases';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['deliveries'];
const page = (item: z.ZodType) => z.object({ items: z.array(item), next_cursor: z.string().nullable() });

export const deliveryPaths: ZodOpenApiPathsObject = {
  '/api/v1/deliveries': {
    get: {
      tags,
      summary: 'List what is delivered where',
      description: 'The newest first; those of repositories whose deliveries the caller may see.',
      requestParams: { query: params.deliveriesQuery },
      responses: answers({ description: 'A page.', schema: page(deliverySchema) }, [400, 401, 403, 404]),
    },
    post: {
      tags,
      summary: 'Deliver a repository to hosts',
      description:
        'Targets are of the repository’s own organisation, named one by one or by their group, and each is in one delivery ' +
        'at most. Nothing is sent until a run of it is asked for.',
      requestBody: jsonBody(newDeliverySchema),
      responses: answers(
        { status: '201', description: 'It was added.', schema: deliverySchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/deliveries/{id}': {
    get: {
      tags,
      summary: 'Read a delivery',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The delivery and its hosts.', schema: deliverySchema }, [400, 404]),
    },
    patch: {
      tags,
      summary: 'Change a delivery',
      description: 'A run under way goes on as it began.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(deliveryChangesSchema),
      responses: answers({ description: 'As it is now.', schema: deliverySchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Forget a delivery; what is on the hosts stays there',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/deliveries/{id}/run': {
    post: {
      tags,
      summary: 'Deliver now',
      description:
        'The repository is synced first. 409 while a run is under way: another follows it, if all hosts were asked for. A run ' +
        'that waits for upstream is replaced.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(runDeliverySchema),
      responses: answers({ description: 'The run.', schema: deliveryRunSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
  '/api/v1/deliveries/{id}/runs': {
    get: {
      tags,
      summary: 'List the runs of a delivery, the newest first, without their logs',
      requestParams: { path: params.idParams, query: params.pageQuery },
      responses: answers({ description: 'A page.', schema: page(deliveryRunSchema) }, [400, 404]),
    },
  },
  '/api/v1/deliveries/{id}/releases': {
    get: {
      tags,
      summary: 'List the releases that its hosts keep',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers(
        {
          description: 'Of all its hosts, the newest first.',
          schema: z.object({ items: z.array(deliveryReleaseSchema), next_cursor: z.null() }),
        },
        [400, 404],
      ),
    },
  },
  '/api/v1/deliveries/{id}/rollback': {
    post: {
      tags,
      summary: 'Make an earlier release live on one host',
      description:
        'By its record here, with one rename there. Where files are changed in place, its commit is delivered again.',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(rollBackSchema),
      responses: answers({ description: 'The run.', schema: deliveryRunSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
  '/api/v1/delivery-runs/{id}': {
    get: {
      tags,
      summary: 'Read a delivery run, with each host and its log',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The run.', schema: deliveryRunSchema }, [400, 404]),
    },
  },
  '/api/v1/delivery-runs/{id}/cancel': {
    post: {
      tags,
      summary: 'Cancel a delivery run that has not ended',
      description: 'Hosts that have it by then keep it; all others stay as they were. One that has ended is a 409.',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The run, cancelled.', schema: deliveryRunSchema }, [400, 401, 403, 404, 409]),
    },
  },
  '/api/v1/delivery-runs/{id}/events': {
    get: {
      tags,
      summary: 'Follow a delivery run',
      description:
        'Server-sent events whose data is a DeliveryRun with the end of each log: `progress` for every change, then ' +
        '`end`; `gone` if it was deleted. After the end, Last-Event-ID is answered 204.',
      requestParams: { path: params.idParams, header: z.object({ 'last-event-id': z.string().optional() }) },
      responses: {
        '200': { description: 'The events.', content: { 'text/event-stream': { schema: z.string() } } },
        '204': { description: 'Nothing follows any more.' },
        ...problemAnswers([404]),
      },
    },
  },
};
