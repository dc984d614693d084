// The operations on runs, search and the server itself.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { healthSchema } from '@/app/_http/health';
import * as params from '@/app/api/_params';
import { syncOutcomeSchema } from '@/lib/repos/manage/syncs/request-syncs';
import { retryFailedSchema } from '@/lib/repos/manage/syncs/retry-failed';
import { runOfRepoSchema } from '@/lib/runs/list-all-runs';
import { runSchema } from '@/lib/runs/run';
import { markerSchema } from '@/lib/search/searchable-marker';
import { streamEventSchema } from '@/lib/search/stream/events';
import { suggestInputSchema } from '@/lib/search/suggest/suggest';
import { suggestionsSchema } from '@/lib/search/suggest/suggestion';
import { statusSchema } from '@/lib/status/read-status';
import { symbolsInputSchema } from '@/lib/symbols/find-symbols';
import { symbolsResponseSchema } from '@/lib/symbols/symbol';
import { answers, jsonBody, problemAnswers } from './answers';
import { searchResponseSchema } from './search-response';

const engine = { tags: ['server'], summary: 'For an Inngest server, which signs what it sends' };
const engineAnswers = { responses: { '200': { description: 'As the Inngest SDK answers.' } } };

export const runPaths: ZodOpenApiPathsObject = {
  '/api/v1/runs': {
    get: {
      tags: ['runs'],
      summary: 'List the runs of all repositories, the newest first',
      requestParams: { query: params.runsQuery },
      responses: answers(
        {
          description: 'A page.',
          schema: z.object({ items: z.array(runOfRepoSchema), next_cursor: z.string().nullable() }),
        },
        [400],
      ),
    },
  },
  '/api/v1/runs/retry': {
    post: {
      tags: ['runs'],
      summary: 'Try again what failed for one reason',
      description:
        'Starts a run of every repository whose last one failed so, or waits for its next attempt: at most 200 at once, ' +
        'and remaining says how many are left.',
      requestBody: jsonBody(retryFailedSchema),
      responses: answers(
        {
          description: 'One outcome per repository.',
          schema: z.object({ outcomes: z.array(syncOutcomeSchema), remaining: z.int().nonnegative() }),
        },
        [400, 401, 403, 413],
      ),
    },
  },
  '/api/v1/runs/{id}': {
    get: {
      tags: ['runs'],
      summary: 'Read a run',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The run.', schema: runSchema }, [400, 404]),
    },
  },
  '/api/v1/runs/{id}/cancel': {
    post: {
      tags: ['runs'],
      summary: 'Cancel a run that has not ended',
      description:
        'Also one that waits for its turn or its next attempt. What is searchable stays, and what was asked for ' +
        'meanwhile is still done. A run that has ended is a 409.',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The run, cancelled.', schema: runSchema }, [400, 401, 403, 404, 409]),
    },
  },
  '/api/v1/runs/{id}/retry': {
    post: {
      tags: ['runs'],
      summary: 'Try a run that did not work once more',
      description: 'A run that worked, or that is under way, is a 409.',
      requestParams: { path: params.idParams, query: params.noQuery },
      responses: answers({ description: 'The new run.', schema: runSchema }, [400, 401, 403, 404, 409]),
    },
  },
  '/api/v1/runs/{id}/events': {
    get: {
      tags: ['runs'],
      summary: 'Follow a run',
      description:
        'Server-sent events whose data is a Run: `progress` for every step forward, then `end`; `gone` if the ' +
        'repository was deleted. Last-Event-ID continues after the event of that id; after the end it is answered 204.',
      requestParams: {
        path: params.idParams,
        header: z.object({ 'last-event-id': z.string().optional() }),
      },
      responses: {
        '200': {
          description: 'The events.',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        '204': { description: 'Nothing follows any more.' },
        ...problemAnswers([404]),
      },
    },
  },
  '/api/v1/search/marker': {
    get: {
      tags: ['search'],
      summary: 'Whether there is something new to find',
      description:
        'The marker, also as ETag, is another one as soon as anything that the caller may see became searchable. Send it ' +
        'as If-None-Match and nothing new answers 304.',
      responses: {
        ...answers({ description: 'The marker.', schema: markerSchema }, []),
        '304': { description: 'Nothing new.' },
      },
    },
  },
  '/api/v1/search': {
    get: {
      tags: ['search'],
      summary: 'Search code',
      description:
        'Words, "phrases", literals, /patterns/, AND OR NOT and parentheses, repo:, file:, lang: and other filters. Visitors ' +
        'search what is public.',
      requestParams: { query: params.searchQuery },
      responses: answers({ description: 'The best matches first.', schema: searchResponseSchema }, [400, 429]),
    },
  },
  '/api/v1/suggest': {
    get: {
      tags: ['search'],
      summary: 'Complete what is being typed',
      description:
        'How the part of a query at the cursor may go on: filters, their values, and names of repositories, branches, ' +
        'languages, files and definitions that the caller may see. What else the query says of repositories narrows it.',
      requestParams: { query: suggestInputSchema },
      responses: answers({ description: 'The likeliest first.', schema: suggestionsSchema }, [400, 429]),
    },
  },
  '/api/v1/symbols': {
    get: {
      tags: ['search'],
      summary: 'Find where a name is defined or referred to',
      description:
        'Over all repositories that the caller may see. With repo and path of the file that you stand in, what is near ' +
        'comes first: the file itself, what it imports, its repository. Each answer says how it is known.',
      requestParams: { query: symbolsInputSchema },
      responses: answers({ description: 'The best first.', schema: symbolsResponseSchema }, [400, 404, 429]),
    },
  },
  '/api/v1/search/stream': {
    get: {
      tags: ['search'],
      summary: 'Every match',
      description:
        'Lines of JSON, each a SearchStreamEvent: a `file` for each that matches with all its matches, `progress`, and ' +
        '`end` last, which says whether these are all. A stream without `end` broke off. It goes as fast as it is read.',
      requestParams: { query: params.streamQuery },
      responses: {
        '200': { description: 'The matches.', content: { 'application/x-ndjson': { schema: streamEventSchema } } },
        ...problemAnswers([400, 429]),
      },
    },
  },
  '/api/v1/status': {
    get: {
      tags: ['server'],
      summary: 'How fresh everything is, what needs attention, and how runs went',
      requestParams: { query: params.noQuery },
      responses: answers({ description: 'At this moment.', schema: statusSchema }, [400, 401]),
    },
  },
  '/api/health': {
    get: {
      tags: ['server'],
      summary: 'Whether the server is up',
      responses: {
        '200': { description: 'It is.', content: { 'application/json': { schema: healthSchema } } },
        '503': {
          description: 'Not yet, or its database fails.',
          content: { 'application/json': { schema: healthSchema } },
        },
      },
    },
  },
  '/api/openapi.json': {
    get: {
      tags: ['server'],
      summary: 'This document',
      responses: {
        '200': { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: z.looseObject({}) } } },
      },
    },
  },
  '/api/inngest': {
    get: { ...engine, ...engineAnswers },
    post: { ...engine, ...engineAnswers },
    put: { ...engine, ...engineAnswers },
  },
};
