// What the forms of a repository mean to the API.
import type { SourceType } from '@/db/schema';
import type { MigrateRepo } from '@/lib/repos/manage/migrate-repo';
import type { NewRepo, RepoChanges } from '@/lib/repos/manage/repo-settings';
import { type Fields, isTicked, textOf } from '../field/fields';

/** The folder that an address is, or null: a full path, also as a file URL. */
export function pathOf(address: string): string | null {
  return /^(?:file:\/\/)?(\/.*)$/.exec(address.trim())?.[1] ?? null;
}

export function newRepoOf(form: Fields): NewRepo {
  const address = textOf(form, 'url') ?? '';
  const path = pathOf(address);
  const [org, name, token, credential, type] = ['org', 'name', 'token', 'credential', 'source_type'].map((field) =>
    textOf(form, field),
  );
  const branches = branchesOf(form);
  const patterns = listOf(form, 'patterns');
  const depth = textOf(form, 'depth');
  const interval = intervalOf(form);
  return {
    ...(path === null ? { url: address } : { path }),
    is_public: isTicked(form, 'public'),
    ...(isTicked(form, 'again') ? { again: true } : {}),
    ...(isTicked(form, 'open') ? { org_is_open: true } : {}),
    ...(org ? { org } : {}),
    ...(name ? { name } : {}),
    ...(type && path === null ? { source_type: type as SourceType } : {}),
    ...(token && path === null ? { token } : {}),
    ...(credential && path === null ? { credential_id: credential } : {}),
    ...(branches ? { branches } : {}),
    ...(patterns && path === null ? { branch_patterns: patterns } : {}),
    ...(depth && path === null ? { depth: Number(depth) } : {}),
    ...(interval === null ? {} : { sync_interval_seconds: interval }),
  };
}

/** An empty repository that is hosted here. */
export function hostedRepoOf(form: Fields): NewRepo {
  const [org, name, description, branch] = ['org', 'name', 'description', 'branch'].map((field) => textOf(form, field));
  return {
    kind: 'hosted',
    org: org ?? '',
    name: name ?? '',
    is_public: isTicked(form, 'public'),
    ...(description ? { description } : {}),
    ...(branch ? { default_branch: branch } : {}),
  };
}

export function migrationOf(form: Fields): MigrateRepo {
  const [type, token, credential] = ['source_type', 'token', 'credential'].map((field) => textOf(form, field));
  return {
    source_url: textOf(form, 'source_url') ?? '',
    ...(type ? { source_type: type as SourceType } : {}),
    ...(token ? { token } : {}),
    ...(credential ? { credential_id: credential } : {}),
    ...(isTicked(form, 'force') ? { force: true } : {}),
    ...(isTicked(form, 'again') ? { again: true } : {}),
  };
}

/** What a form of settings starts from. */
export interface SettingsBefore {
  org: string;
  name: string;
  url: string | null;
  path: string | null;
  source_type: SourceType | null;
  credential_id: string | null;
  branches: string[] | null;
  branch_patterns: string[] | null;
  sync_interval_seconds: number | null;
  holds_back_losses: boolean;
  is_public: boolean;
}

/** Only what was changed: what somebody else changed meanwhile stays. */
export function changesOf(before: SettingsBefore, form: Fields): RepoChanges {
  const [org, name, url, path, token] = ['org', 'name', 'url', 'path', 'token'].map((field) => textOf(form, field));
  const branches = branchesOf(form);
  const interval = intervalOf(form);
  const isPublic = isTicked(form, 'public');
  const holdsBack = isTicked(form, 'holds');
  const changes: RepoChanges = {};
  if (org !== undefined && org !== before.org) changes.org = org;
  if (name !== undefined && name !== before.name) changes.name = name;
  if (url !== undefined && url !== before.url) changes.url = url;
  if (path !== undefined && path !== before.path) changes.path = path;
  if (isTicked(form, 'again')) changes.again = true;
  if (isTicked(form, 'removes-token')) changes.token = null;
  else if (token !== undefined) changes.token = token;
  const type = textOf(form, 'source_type');
  if (type !== undefined && type !== before.source_type) changes.source_type = type as SourceType;
  // The field is there only for those who may choose one.
  const credential = form.get('credential') === null ? before.credential_id : (textOf(form, 'credential') ?? null);
  if (credential !== before.credential_id) changes.credential_id = credential;
  if (branches?.join() !== before.branches?.join()) changes.branches = branches;
  const patterns = form.get('patterns') === null ? before.branch_patterns : listOf(form, 'patterns');
  if (patterns?.join() !== before.branch_patterns?.join()) changes.branch_patterns = patterns;
  if (interval !== before.sync_interval_seconds) changes.sync_interval_seconds = interval;
  if (holdsBack !== before.holds_back_losses) changes.holds_back_losses = holdsBack;
  if (isPublic !== before.is_public) changes.is_public = isPublic;
  return changes;
}

function branchesOf(form: Fields): string[] | null {
  return listOf(form, 'branches');
}

/** "main, next" → ["main", "next"]; null for none. */
function listOf(form: Fields, field: string): string[] | null {
  const names = (textOf(form, field) ?? '').split(',').map((name) => name.trim());
  const unique = [...new Set(names.filter(Boolean))];
  return unique.length > 0 ? unique : null;
}

/** Seconds between checks: null follows upstream, 0 is never. */
function intervalOf(form: Fields): number | null {
  const text = textOf(form, 'interval');
  return text === undefined ? null : Number(text);
}
