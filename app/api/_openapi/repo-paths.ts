// The operations on repositories.
import { z } from 'zod';
import type { ZodOpenApiPathItemObject, ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { contributorSchema } from '@/lib/browse/history/list-contributors';
import { tagSchema } from '@/lib/browse/history/list-tags';
import { branchSchema } from '@/lib/browse/list-branches';
import { commitSchema } from '@/lib/browse/list-commits-of';
import { rewriteSchema } from '@/lib/browse/list-rewrites';
import { blobSchema } from '@/lib/browse/read-blob';
import { treeSchema } from '@/lib/browse/read-tree';
import { convertRepoSchema } from '@/lib/repos/life/convert-repo';
import { binnedSchema } from '@/lib/repos/life/list-bin';
import { renameRepoSchema, transferRepoSchema } from '@/lib/repos/life/move-name';
import { deepenRepoSchema } from '@/lib/repos/manage/deepen-repo';
import { confirmationSchema } from '@/lib/repos/manage/losses/confirm-losses';
import { migrateRepoSchema } from '@/lib/repos/manage/migrate-repo';
import { newRepoSchema, repoChangesSchema } from '@/lib/repos/manage/repo-settings';
import { syncManySchema, syncOutcomeSchema } from '@/lib/repos/manage/syncs/request-syncs';
import { repoSchema } from '@/lib/repos/repo';
import { runSchema } from '@/lib/runs/run';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['repositories'];
const path = params.idParams;

function page(
  name: string,
  summary: string,
  item: z.ZodType,
  query: z.ZodObject = params.pageQuery,
  description?: string,
): ZodOpenApiPathItemObject {
  const schema = z.object({ [name]: z.array(item), next_cursor: z.string().nullable() });
  return {
    get: {
      tags,
      summary,
      ...(description === undefined ? {} : { description }),
      requestParams: { path, query },
      responses: answers({ description: 'A page.', schema }, [400, 404]),
    },
  };
}

function change(
  summary: string,
  { description, body }: { description?: string; body?: z.ZodType } = {},
): ZodOpenApiPathItemObject {
  return {
    post: {
      tags,
      summary,
      ...(description === undefined ? {} : { description }),
      requestParams: { path },
      ...(body === undefined ? {} : { requestBody: jsonBody(body) }),
      responses: answers(
        { description: 'As it is now.', schema: repoSchema },
        body === undefined ? [401, 403, 404, 409] : [400, 401, 403, 404, 409, 413],
      ),
    },
  };
}

const sync: ZodOpenApiPathItemObject = {
  post: {
    tags,
    summary: 'Start a sync',
    description:
      'Answers with the repository as soon as the run has started, or with ?wait= when it has ended. A failed sync ' +
      'leaves what is searchable as it was and shows in status and error.',
    requestParams: { path, query: params.syncQuery },
    responses: answers({ description: 'The repository.', schema: repoSchema }, [400, 401, 403, 404, 409]),
  },
};

const raw = z.string().meta({ format: 'binary' });

export const repoPaths: ZodOpenApiPathsObject = {
  '/api/v1/repos': {
    get: {
      tags,
      summary: 'List repositories',
      requestParams: { query: params.reposQuery },
      responses: answers(
        {
          description: 'A page, by organisation and name unless sorted otherwise.',
          schema: z.object({ repos: z.array(repoSchema), next_cursor: z.string().nullable() }),
        },
        [400],
      ),
    },
    post: {
      tags,
      summary: 'Add a repository and start its first sync, or make an empty one to push to',
      requestBody: jsonBody(newRepoSchema),
      responses: answers(
        { status: '201', description: 'It was added.', schema: repoSchema },
        [400, 401, 403, 409, 413],
      ),
    },
  },
  '/api/v1/repos/sync': {
    post: {
      tags,
      summary: 'Start a sync of several repositories',
      description:
        'Of those that ids name, or of all that an organisation has. One that cannot be synced has an outcome that says ' +
        'why; an organisation without any repository that the caller may see is a 404.',
      requestBody: jsonBody(syncManySchema),
      responses: answers(
        { description: 'One outcome per repository.', schema: z.object({ outcomes: z.array(syncOutcomeSchema) }) },
        [400, 401, 403, 404, 413],
      ),
    },
  },
  '/api/v1/repos/{id}': {
    get: {
      tags,
      summary: 'Read a repository',
      requestParams: { path, query: params.noQuery },
      responses: answers({ description: 'The repository.', schema: repoSchema }, [400, 404]),
    },
    patch: {
      tags,
      summary: 'Change a repository',
      requestParams: { path },
      requestBody: jsonBody(repoChangesSchema),
      responses: answers({ description: 'As it is now.', schema: repoSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Delete a repository, also while it syncs',
      description:
        'It is invisible from then on, lies in the bin for FRESHET_BIN_DAYS days and is then removed for good. With purge ' +
        'it is removed at once, also out of the bin.',
      requestParams: { path, query: params.deleteRepoQuery },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([400, 401, 403, 404]) },
    },
  },
  '/api/v1/repos/{id}/sync': sync,
  '/api/repos/{id}/sync': sync,
  '/api/v1/repos/{id}/runs': page('runs', 'List runs, the newest first', runSchema),
  '/api/v1/repos/{id}/branches': page(
    'branches',
    'List branches, the default one first',
    branchSchema,
    params.branchesQuery,
  ),
  '/api/v1/repos/{id}/tags': page('items', 'List tags, the newest version first', tagSchema, params.tagsQuery),
  '/api/v1/repos/{id}/commits': page(
    'commits',
    "List commits of the default branch, of another branch or tag, or of a commit's history",
    commitSchema,
    params.commitsQuery,
    'With a filter a page may have fewer commits than asked for, or none, though more follow: next_cursor goes on looking.',
  ),
  '/api/v1/repos/{id}/contributors': {
    get: {
      tags,
      summary: "List who wrote the default branch's commits, those with the most first",
      description: 'People are who the .mailmap of the repository says.',
      requestParams: { path, query: params.limitQuery },
      responses: answers(
        {
          description: 'Some of them, and how many there are.',
          schema: z.object({ items: z.array(contributorSchema), total: z.int() }),
        },
        [400, 404],
      ),
    },
  },
  '/api/v1/repos/{id}/rewrites': {
    get: {
      tags,
      summary: 'List what upstream took away by rewriting its history, as long as it is kept',
      description: 'For those who may inspect the repository: for others there is nothing here.',
      requestParams: { path, query: params.noQuery },
      responses: answers(
        { description: 'The newest first.', schema: z.object({ rewrites: z.array(rewriteSchema) }) },
        [400, 404],
      ),
    },
  },
  '/api/v1/repos/{id}/rewrites/{rewriteId}': {
    delete: {
      tags,
      summary: 'Forget what upstream took away before its time is over',
      description:
        'Nothing names these commits from then on, and a run starts that throws away their objects and what the index ' +
        'holds of them beside.',
      requestParams: { path: params.rewriteParams },
      responses: { '204': { description: 'It is forgotten.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
  '/api/v1/repos/{id}/confirm': {
    post: {
      tags,
      summary: 'Confirm what upstream lost and follow it',
      description:
        'held_back says what waits: an upstream that turned to nothing, or, with holds_back_losses, lost most of its files.',
      requestParams: { path },
      requestBody: jsonBody(confirmationSchema),
      responses: answers({ description: 'As it is now.', schema: repoSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
  '/api/v1/repos/{id}/migrate': {
    post: {
      tags,
      summary: 'Move a repository to another source',
      description:
        'Answers as soon as the run that does it has started, or with ?wait= when it has ended. Until then url is the ' +
        'old one, migration names the other, and what is searchable stays. A move that fails leaves everything as it ' +
        'was and says why in error: such as a source that has no commit in common with what is here, without force.',
      requestParams: { path, query: params.syncQuery },
      requestBody: jsonBody(migrateRepoSchema),
      responses: answers({ description: 'As it is now.', schema: repoSchema }, [400, 401, 403, 404, 409, 413, 502]),
    },
  },
  '/api/v1/repos/{id}/deepen': {
    post: {
      tags,
      summary: 'Fetch more of a repository’s history',
      description: 'Of one that was added with a depth. Starts a run, or has one follow the run under way.',
      requestParams: { path },
      requestBody: jsonBody(deepenRepoSchema),
      responses: answers({ description: 'As it is now.', schema: repoSchema }, [400, 401, 403, 404, 409, 413]),
    },
  },
  '/api/v1/repos/bin': {
    get: {
      tags,
      summary: 'List what lies in the bin, the newest first',
      description: 'Of that, what the caller may delete.',
      requestParams: { query: params.pageQuery },
      responses: answers(
        {
          description: 'A page.',
          schema: z.object({ items: z.array(binnedSchema), next_cursor: z.string().nullable() }),
        },
        [400],
      ),
    },
  },
  '/api/v1/repos/{id}/restore': change('Take a repository out of the bin', {
    description: 'It is what it was, under the name that it had: a 409 if another one has that by now.',
  }),
  '/api/v1/repos/{id}/archive': change('Archive a repository', {
    description: 'It stays as it is and searchable; it is not synced, and takes no pushes. A run under way ends.',
  }),
  '/api/v1/repos/{id}/unarchive': change('Take a repository out of the archive, and sync it'),
  '/api/v1/repos/{id}/rename': change('Rename a repository', {
    description: 'Its old names lead to it, for pages and for git, until another repository takes them.',
    body: renameRepoSchema,
  }),
  '/api/v1/repos/{id}/transfer': change('Move a repository to another organisation', {
    description:
      'Its old name leads to it. People it was shared with keep what they have; members of the old organisation, and ' +
      'tokens that are narrowed to that, lose it.',
    body: transferRepoSchema,
  }),
  '/api/v1/repos/{id}/convert': change('Make a clone of a mirror, or a mirror of a clone', {
    description: 'The next run does it, which starts at once; until it is done convert_to names the kind.',
    body: convertRepoSchema,
  }),
  '/api/v1/repos/{id}/tree': {
    get: {
      tags,
      summary: 'Read a folder at a commit',
      requestParams: { path, query: params.treeQuery },
      responses: answers({ description: "Its entries in git's order.", schema: treeSchema }, [400, 404, 503]),
    },
  },
  '/api/v1/repos/{id}/blob': {
    get: {
      tags,
      summary: 'Read a file at a commit',
      requestParams: { path, query: params.blobQuery },
      responses: {
        '200': {
          description: 'The file; its bytes with raw=1, or if Accept asks for text/plain or octet-stream first.',
          content: {
            'application/json': { schema: blobSchema },
            'text/plain': { schema: raw },
            'application/octet-stream': { schema: raw },
          },
        },
        ...problemAnswers([400, 404, 413, 503]),
      },
    },
  },
};
