// docs/access.md, made from what `may` answers: nobody writes it by hand, so it cannot say anything else.
import type { Actor, Scope } from '@/lib/context';
import { markdownTable } from './markdown-table';
import { may, type Subject, type SubjectOf } from './may';
import type { Role, Share } from './roles';
import { ORG_VERBS, REPO_VERBS, SERVER_VERBS, VERBS, type Verb } from './verbs';

const ORG = '00000000-0000-4000-8000-00000000000a';
const REPO = '00000000-0000-4000-8000-00000000000b';
const PERSON = '00000000-0000-4000-8000-00000000000c';

interface Caller {
  name: string;
  actor: Actor;
  role?: Role;
  share?: Share;
  isOwnerOfRepo?: boolean;
}

const person = (more: Partial<Extract<Actor, { kind: 'user' }>> = {}): Actor => ({
  kind: 'user',
  userId: PERSON,
  isAdmin: false,
  ...more,
});
const token = (scopes: readonly Scope[]) => ({ tokenId: 'a-token', scopes, orgId: null, repoIds: null });

/** In the order of the columns. */
export const CALLERS: readonly Caller[] = [
  { name: 'visitor', actor: { kind: 'anonymous' } },
  { name: 'account', actor: person() },
  { name: 'shared: read', actor: person(), share: 'read' },
  { name: 'shared: write', actor: person(), share: 'write' },
  { name: 'viewer', actor: person(), role: 'viewer' },
  { name: 'member', actor: person(), role: 'member' },
  { name: 'member who added it', actor: person(), role: 'member', isOwnerOfRepo: true },
  { name: 'admin', actor: person(), role: 'admin' },
  { name: 'owner', actor: person(), role: 'owner' },
  {
    name: "organisation's token",
    actor: { kind: 'organisation', orgId: ORG, token: token(['read', 'sync', 'write', 'admin']) },
  },
  { name: 'server administrator', actor: person({ isAdmin: true }) },
];

/** Whether a caller of the table may do `verb` to a public or private thing. */
export function callerMay(caller: Caller, verb: Verb, isPublic: boolean): boolean {
  return may(caller.actor, verb, subjectFor(caller, verb, isPublic) as SubjectOf<Verb>);
}

function subjectFor(caller: Caller, verb: Verb, isPublic: boolean): Subject {
  const role = caller.role ?? null;
  const share = caller.share ?? null;
  if (verb in SERVER_VERBS) return { kind: 'server' };
  const isKnown = isPublic || share !== null;
  if (verb in ORG_VERBS) return { kind: 'organisation', id: ORG, role, isKnown };
  const ownerId = caller.isOwnerOfRepo ? PERSON : null;
  return { kind: 'repository', id: REPO, orgId: ORG, isPublic, ownerId, role, share };
}

/** The tables of docs/access.md. */
export function accessTables(): string {
  const roles = (name: string) => ['visitor', 'account', 'server administrator', "organisation's token"].includes(name);
  const ofOrgs = CALLERS.filter(({ name, isOwnerOfRepo }) => !isOwnerOfRepo && !name.startsWith('shared'));
  return [
    '### Repositories',
    'yes: any; public: public ones alone; –: none. Somebody who has no role in the organisation of a repository is an account.',
    tableOf(Object.keys(REPO_VERBS) as Verb[], CALLERS, 'public'),
    '### Organisations',
    'yes: any; known: those with a repository that the caller may see; –: none.',
    tableOf(Object.keys(ORG_VERBS) as Verb[], ofOrgs, 'known'),
    '### The server',
    tableOf(
      Object.keys(SERVER_VERBS) as Verb[],
      CALLERS.filter(({ name }) => roles(name)),
      '',
    ),
  ].join('\n\n');
}

function tableOf(verbs: Verb[], callers: readonly Caller[], ifPublic: string): string {
  const head = ['verb', 'what', ...callers.map(({ name }) => name), 'scopes'];
  const rows = verbs.map((verb) => [
    `\`${verb}\``,
    VERBS[verb].what,
    ...callers.map((caller) => {
      if (callerMay(caller, verb, false)) return 'yes';
      return callerMay(caller, verb, true) ? ifPublic : '–';
    }),
    VERBS[verb].scopes.map((scope) => `\`${scope}\``).join(' '),
  ]);
  return markdownTable([head, ...rows]);
}
