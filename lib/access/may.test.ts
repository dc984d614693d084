import { describe, expect, it } from 'vitest';
import type { Actor, Scope, TokenGrant } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { CALLERS, callerMay } from './access-table';
import { may, type OrgSubject, type RepoSubject, SERVER } from './may';
import { requireMay } from './require-may';
import type { Role } from './roles';
import {
  ORG_VERBS,
  type OrgVerb,
  REPO_VERBS,
  type RepoVerb,
  SERVER_VERBS,
  type ServerVerb,
  VERBS,
  type Verb,
} from './verbs';

const repoVerbs = Object.keys(REPO_VERBS) as RepoVerb[];
const orgVerbs = Object.keys(ORG_VERBS) as OrgVerb[];
const serverVerbs = Object.keys(SERVER_VERBS) as ServerVerb[];

const repo = (more: Partial<RepoSubject> = {}): RepoSubject => ({
  kind: 'repository',
  id: 'r',
  orgId: 'o',
  isPublic: false,
  ownerId: null,
  role: null,
  share: null,
  ...more,
});
const org = (more: Partial<OrgSubject> = {}): OrgSubject => ({
  kind: 'organisation',
  id: 'o',
  role: null,
  isKnown: false,
  ...more,
});
const grant = (more: Partial<TokenGrant> = {}): TokenGrant => ({
  tokenId: 't',
  scopes: ['read', 'sync', 'write', 'admin'],
  orgId: null,
  repoIds: null,
  ...more,
});
const person = (more: Partial<Extract<Actor, { kind: 'user' }>> = {}): Actor => ({
  kind: 'user',
  userId: 'p',
  isAdmin: false,
  ...more,
});

describe('roles', () => {
  const allowed = (actor: Actor, subject: RepoSubject) => repoVerbs.filter((verb) => may(actor, verb, subject));

  it('open more, one after the other', () => {
    const of = (role: Role) => allowed(person(), repo({ role }));
    expect(of('viewer')).toEqual(['repo.see', 'repo.read']);
    expect(of('member')).toEqual([
      'repo.see',
      'repo.read',
      'repo.inspect',
      'repo.sync',
      'repo.push',
      'repo.see-deliveries',
      'repo.deliver',
    ]);
    expect(of('admin')).toEqual(repoVerbs);
    expect(of('owner')).toEqual(repoVerbs);
  });

  it('leave nothing of a private repository to anybody else', () => {
    expect(allowed({ kind: 'anonymous' }, repo())).toEqual([]);
    expect(allowed(person(), repo())).toEqual([]);
    expect(allowed(person(), repo({ ownerId: 'p' }))).toEqual([]);
  });

  it('leave the reading of a public one to everybody', () => {
    expect(allowed({ kind: 'anonymous' }, repo({ isPublic: true }))).toEqual(['repo.see', 'repo.read']);
    expect(allowed(person(), repo({ isPublic: true }))).toEqual(['repo.see', 'repo.read']);
  });

  it('are not needed where a repository is shared', () => {
    expect(allowed(person(), repo({ share: 'read' }))).toEqual(['repo.see', 'repo.read']);
    expect(allowed(person(), repo({ share: 'write' }))).toEqual([
      'repo.see',
      'repo.read',
      'repo.inspect',
      'repo.sync',
      'repo.push',
    ]);
  });

  it('let whoever added a repository manage it for as long as they are a member', () => {
    const owned = repoVerbs.filter((verb) => verb !== 'repo.manage-deliveries');
    expect(allowed(person(), repo({ role: 'member', ownerId: 'p' }))).toEqual(owned);
    expect(allowed(person(), repo({ role: 'viewer', ownerId: 'p' }))).toEqual(['repo.see', 'repo.read']);
  });

  it('in organisations keep owners to owners', () => {
    const of = (role: Role) => orgVerbs.filter((verb) => may(person(), verb, org({ role })));
    expect(of('viewer')).toEqual(['org.see', 'org.see-members']);
    expect(of('member')).toEqual(['org.see', 'org.see-members', 'org.add-repo', 'org.see-targets']);
    expect(of('admin')).toEqual(orgVerbs.filter((verb) => verb !== 'org.own'));
    expect(of('owner')).toEqual(orgVerbs);
    expect(orgVerbs.filter((verb) => may(person(), verb, org({ isKnown: true })))).toEqual(['org.see']);
  });

  it('stand below administrators of the server, the operator and Freshet itself', () => {
    for (const actor of [person({ isAdmin: true }), { kind: 'operator' } as const, { kind: 'system' } as const]) {
      expect(allowed(actor, repo())).toEqual(repoVerbs);
      expect(orgVerbs.filter((verb) => may(actor, verb, org()))).toEqual(orgVerbs);
    }
    expect(serverVerbs.filter((verb) => may(person({ isAdmin: true }), verb, SERVER))).toEqual(serverVerbs);
    expect(serverVerbs.filter((verb) => may(person(), verb, SERVER))).toEqual([
      'status.see',
      'orgs.create',
      'account.use',
      'account.tokens',
    ]);
  });
});

describe('tokens', () => {
  const scopes: Scope[] = ['read', 'sync', 'write', 'admin'];

  it.each(scopes)('with the scope %s alone open what names it, and nothing else', (scope) => {
    const actor = person({ isAdmin: true, token: grant({ scopes: [scope] }) });
    const opened = [
      ...repoVerbs.filter((verb) => may(actor, verb, repo())),
      ...orgVerbs.filter((verb) => may(actor, verb, org())),
      ...serverVerbs.filter((verb) => may(actor, verb, SERVER)),
    ];
    const all = Object.keys(VERBS) as Verb[];
    expect(opened).toEqual(all.filter((verb) => VERBS[verb].scopes.some((one) => one === scope)));
  });

  it('never add to what their bearer may', () => {
    const actor = person({ token: grant() });
    for (const verb of repoVerbs) expect(may(actor, verb, repo())).toBe(false);
    expect(may(actor, 'server.administer', SERVER)).toBe(false);
  });

  it('that are narrowed reach nothing else, not even what is public', () => {
    const toOrg = person({ isAdmin: true, token: grant({ orgId: 'o' }) });
    expect(may(toOrg, 'repo.read', repo())).toBe(true);
    expect(may(toOrg, 'repo.read', repo({ orgId: 'x', isPublic: true }))).toBe(false);
    expect(may(toOrg, 'org.manage', org())).toBe(true);
    expect(may(toOrg, 'org.see', org({ id: 'x', isKnown: true }))).toBe(false);
    const toRepo = person({ isAdmin: true, token: grant({ repoIds: ['r'] }) });
    expect(may(toRepo, 'repo.delete', repo())).toBe(true);
    expect(may(toRepo, 'repo.see', repo({ id: 'x', isPublic: true }))).toBe(false);
    expect(may(toRepo, 'org.see', org({ isKnown: true }))).toBe(true);
    expect(may(toRepo, 'org.see', org())).toBe(false);
    expect(may(toRepo, 'org.add-repo', org({ isKnown: true }))).toBe(false);
    for (const actor of [toOrg, toRepo]) {
      expect(may(actor, 'server.administer', SERVER)).toBe(false);
      expect(may(actor, 'server.watch', SERVER)).toBe(false);
      expect(may(actor, 'orgs.create', SERVER)).toBe(false);
      expect(may(actor, 'account.use', SERVER)).toBe(false);
      expect(may(actor, 'status.see', SERVER)).toBe(true);
    }
  });

  it('of an organisation are an admin there and nobody elsewhere', () => {
    const actor: Actor = { kind: 'organisation', orgId: 'o', token: grant({ orgId: 'o' }) };
    expect(repoVerbs.filter((verb) => may(actor, verb, repo()))).toEqual(repoVerbs);
    expect(may(actor, 'org.own', org())).toBe(false);
    expect(may(actor, 'repo.see', repo({ orgId: 'x' }))).toBe(false);
    expect(may(actor, 'orgs.create', SERVER)).toBe(false);
  });
});

describe('requireMay', () => {
  const refusal = (actor: Actor, ...[verb, subject]: [RepoVerb, RepoSubject]) => {
    try {
      requireMay({ actor }, verb, subject);
      return null;
    } catch (error) {
      return error instanceof AppError ? error : null;
    }
  };

  it('says of what one may not see that it is not there, whatever was asked', () => {
    for (const verb of repoVerbs) {
      expect(refusal(person(), verb, repo())?.code).toBe('not_found');
      expect(refusal({ kind: 'anonymous' }, verb, repo())?.code).toBe('not_found');
    }
  });

  it('says who may, and which scope a token lacks', () => {
    expect(refusal({ kind: 'anonymous' }, 'repo.sync', repo({ isPublic: true }))?.code).toBe('unauthenticated');
    const refused = refusal(person(), 'repo.manage', repo({ role: 'member' }));
    expect(refused?.code).toBe('forbidden');
    expect(refused?.message).toContain('Admins and owners of the organisation, and whoever added it, may do this.');
    const scoped = refusal(person({ token: grant({ scopes: ['read'] }) }), 'repo.sync', repo({ role: 'owner' }));
    expect(scoped?.message).toContain('sync');
  });
});

it('the callers of docs/access.md see private repositories in the order of their rights', () => {
  const seeing = CALLERS.filter((caller) => callerMay(caller, 'repo.see', false)).map(({ name }) => name);
  expect(seeing).not.toContain('visitor');
  expect(seeing).not.toContain('account');
  expect(seeing).toHaveLength(CALLERS.length - 2);
});
