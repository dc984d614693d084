// The operations on accounts.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as params from '@/app/api/_params';
import { changePasswordSchema } from '@/lib/accounts/change-password';
import { setupSchema } from '@/lib/accounts/first-administrator';
import { acceptInviteSchema } from '@/lib/accounts/invites/accept-invite';
import { inviteSchema } from '@/lib/accounts/invites/invite';
import { newInviteSchema } from '@/lib/accounts/invites/invite-person';
import { personChangesSchema } from '@/lib/accounts/people/update-person';
import { personSchema } from '@/lib/accounts/person';
import { sessionSchema } from '@/lib/accounts/sessions/session';
import { answers, jsonBody, problemAnswers } from './answers';

const tags = ['accounts'];
const nextAuth = {
  tags,
  summary: 'Sign in and out',
  description: 'As next-auth defines it: csrf, providers, session, signin, signout, callback.',
  requestParams: { path: z.object({ nextauth: z.string() }) },
  responses: { '200': { description: 'As next-auth answers.' }, '302': { description: 'On to the next page.' } },
};

export const accountPaths: ZodOpenApiPathsObject = {
  '/api/v1/me': {
    get: {
      tags,
      summary: 'Who the caller is, and how one signs in here',
      requestParams: { query: params.noQuery },
      responses: answers(
        {
          description: 'person is null for visitors.',
          schema: z.object({
            person: personSchema.nullable(),
            accounts: z.boolean(),
            read_only: z.boolean(),
            providers: z.array(z.object({ id: z.string(), name: z.string() })),
          }),
        },
        [400],
      ),
    },
  },
  '/api/v1/me/password': {
    post: {
      tags,
      summary: 'Change one’s own password; all other sessions end',
      requestBody: jsonBody(changePasswordSchema),
      responses: { '204': { description: 'It is changed.' }, ...problemAnswers([400, 401, 403, 413, 429]) },
    },
  },
  '/api/v1/me/sessions': {
    get: {
      tags,
      summary: 'List one’s own sessions, the one that asks first',
      requestParams: { query: params.noQuery },
      responses: answers(
        { description: 'All of them.', schema: z.object({ sessions: z.array(sessionSchema) }) },
        [400, 401],
      ),
    },
    delete: {
      tags,
      summary: 'End one’s own sessions: all others, or all',
      requestParams: { query: params.endSessionsQuery },
      responses: { '204': { description: 'They have ended.' }, ...problemAnswers([400, 401, 403]) },
    },
  },
  '/api/v1/me/sessions/{id}': {
    delete: {
      tags,
      summary: 'End one of one’s own sessions',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It has ended.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/setup': {
    post: {
      tags,
      summary: 'Make the first administrator, by the link printed at the first start',
      requestBody: jsonBody(setupSchema),
      responses: answers({ status: '201', description: 'Made and signed in.', schema: personSchema }, [400, 403, 413]),
    },
  },
  '/api/v1/people': {
    get: {
      tags,
      summary: 'List accounts and open invites, for administrators',
      requestParams: { query: params.noQuery },
      responses: answers(
        {
          description: 'All of them.',
          schema: z.object({ people: z.array(personSchema), invites: z.array(inviteSchema) }),
        },
        [400, 401, 403],
      ),
    },
  },
  '/api/v1/people/{id}': {
    patch: {
      tags,
      summary: 'Change or disable an account; disabling ends its sessions',
      requestParams: { path: params.idParams },
      requestBody: jsonBody(personChangesSchema),
      responses: answers({ description: 'As it is now.', schema: personSchema }, [400, 401, 403, 404, 409, 413]),
    },
    delete: {
      tags,
      summary: 'Delete an account; its sessions end',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is gone.' }, ...problemAnswers([401, 403, 404, 409]) },
    },
  },
  '/api/v1/people/{id}/sessions': {
    delete: {
      tags,
      summary: 'End all sessions of a person, for administrators',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'They have ended.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/invites': {
    post: {
      tags,
      summary: 'Invite somebody',
      requestBody: jsonBody(newInviteSchema),
      responses: answers(
        {
          status: '201',
          description: 'The link is shown this once; it works for seven days.',
          schema: z.object({ invite: inviteSchema, link: z.url() }),
        },
        [400, 401, 403, 409, 413],
      ),
    },
  },
  '/api/v1/invites/{id}': {
    delete: {
      tags,
      summary: 'Withdraw an invite',
      requestParams: { path: params.idParams },
      responses: { '204': { description: 'It is withdrawn.' }, ...problemAnswers([401, 403, 404]) },
    },
  },
  '/api/v1/invites/accept': {
    post: {
      tags,
      summary: 'Make the account that an invite offers',
      requestBody: jsonBody(acceptInviteSchema),
      responses: answers(
        { status: '201', description: 'Made and signed in.', schema: personSchema },
        [400, 403, 409, 413],
      ),
    },
  },
  '/api/auth/{nextauth}': { get: nextAuth, post: nextAuth },
};
