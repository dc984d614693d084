// The operations on organisations, their members, and the people that repositories are shared with.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { memberRoleSchema, newMemberSchema, orgMemberSchema } from '@/lib/orgs/members/member';
import { orgSchema } from '@/lib/orgs/org';
import { newOrgSchema, orgChangesSchema } from '@/lib/orgs/org-settings';
import { repoShareSchema } from '@/lib/repos/manage/shares/list-shares';
import { newShareSchema, shareKindSchema } from '@/lib/repos/manage/shares/share-repo';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['organisations'];
const path = params.orgParams;
const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), next_cursor: z.string().nullable() });

export const orgPaths: ZodOpenApiPathsObject = {
  '/api/v1/orgs': {
    get: {
      tags,
      summary: 'List organisations',
      description: 'Those that the caller has a role in, and those with a repository that the caller may see.',
      requestParams: { query: params.pageQuery },
      responses: answers({ description: 'A page, by slug.', schema: pageOf(orgSchema) }, [400]),
    },
    post: {
      tags,
      summary: 'Make an organisation, and be its owner',
      requestBody: jsonBody(newOrgSchema),
      responses: answers({ status: '201', description: 'It was made.', schema: orgSchema }, [400, 401, 403, 409, 413]),
    },
  },
  '/api/v1/orgs/{slug}': {
    get: {
      tags,
      summary: 'Read an organisation',
      requestParams: { path, query: params.noQuery },
      responses: answers({ description: 'The organisation.', schema: orgSchema }, [400, 404]),
    },
    patch: {
      tags,
      summary: 'Change an organisation, for its admins',
      requestParams: { path },
      requestBody: jsonBody(orgChangesSchema),
      responses: answers({ description: 'As it is now.', schema: orgSchema }, [400, 401, 403, 404, 413]),
    },
    delete: {
      tags,
      summary: 'Delete an organisation that has no repositories, for its owners',
      requestParams: { path },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
  '/api/v1/orgs/{slug}/members': {
    get: {
      tags,
      summary: 'List who has a role of their own in an organisation, for its people',
      requestParams: { path, query: params.pageQuery },
      responses: answers({ description: 'A page, by e-mail.', schema: pageOf(orgMemberSchema) }, [400, 401, 403, 404]),
    },
    post: {
      tags,
      summary: 'Add somebody to an organisation by e-mail address, for its admins',
      requestBody: jsonBody(newMemberSchema),
      requestParams: { path },
      responses: answers(
        { status: '201', description: 'They were added.', schema: orgMemberSchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/orgs/{slug}/members/{personId}': {
    put: {
      tags,
      summary: 'Give somebody a role, for admins; owners are made and changed by owners',
      requestParams: { path: params.memberParams },
      requestBody: jsonBody(memberRoleSchema),
      responses: answers({ description: 'As it is now.', schema: orgMemberSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Take somebody’s role away, or give up one’s own; the last owner’s stays',
      requestParams: { path: params.memberParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
  '/api/v1/repos/{id}/shares': {
    get: {
      tags,
      summary: 'List the people that a repository is shared with, for those who may share it',
      requestParams: { path: params.idParams, query: params.pageQuery },
      responses: answers({ description: 'A page, by e-mail.', schema: pageOf(repoShareSchema) }, [400, 401, 403, 404]),
    },
    post: {
      tags,
      summary: 'Share a repository with somebody by e-mail address',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(newShareSchema),
      responses: answers(
        { status: '201', description: 'It is shared.', schema: repoShareSchema },
        [400, 401, 403, 404, 409, 413],
      ),
    },
  },
  '/api/v1/repos/{id}/shares/{personId}': {
    put: {
      tags,
      summary: 'Say what a repository is shared with somebody for',
      requestParams: { path: params.shareParams },
      requestBody: jsonBody(shareKindSchema),
      responses: answers({ description: 'As it is now.', schema: repoShareSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Take back what a repository was shared with somebody for',
      requestParams: { path: params.shareParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
};
