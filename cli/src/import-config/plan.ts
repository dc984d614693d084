// What has to be made for an old configuration, beside what is here already: nothing is changed by asking.
import path from 'node:path';
import type { Schemas } from '../api/client';
import type { OldConfig } from './read-config';

export interface Known {
  /** The repositories that may be meant. */
  repos: readonly Pick<Schemas['Repo'], 'id' | 'org' | 'name' | 'path'>[];
  targets: readonly Pick<Schemas['Target'], 'id' | 'org' | 'name' | 'address' | 'path'>[];
  deliveries: readonly Pick<Schemas['Delivery'], 'id' | 'repo' | 'target_ids'>[];
  /** Addresses that the repository is pushed to already. */
  mirrors: readonly string[];
}

export interface Wanted {
  org: string | null;
  /** For hosts that the file names without one. */
  user: string;
  mode: 'releases' | 'in_place';
  group: string | null;
}

export interface Plan {
  org: string;
  repo: { id: string | null; name: string; path: string } | null;
  targets: { id: string | null; body: NewTarget }[];
  delivery: { isThere: boolean; body: Omit<Schemas['NewDelivery'], 'repo_id' | 'target_ids'> } | null;
  mirrors: { isThere: boolean; body: Schemas['NewPushMirror'] }[];
  leftOut: string[];
}

type NewTarget = Pick<Schemas['NewTarget'], 'org' | 'name' | 'address' | 'path' | 'mode'> & { group: string | null };

/** Null if the organisation is neither named nor known from the repository. */
export function makePlan(old: OldConfig, known: Known, wanted: Wanted): Plan | null {
  const there = known.repos.find((repo) => old.mainPath !== null && repo.path === trimmed(old.mainPath));
  const org = there?.org ?? wanted.org;
  if (!org) return null;
  const leftOut = [...old.leftOut];
  const repo =
    old.mainPath === null
      ? null
      : {
          id: there?.id ?? null,
          name: there?.name ?? path.basename(trimmed(old.mainPath)),
          path: trimmed(old.mainPath),
        };
  const targets = namedApart(old.hosts).map(({ name, user, host, port, path: folder }) => {
    const address = `${user ?? wanted.user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
    const same = known.targets.find(
      (one) => one.org.toLowerCase() === org.toLowerCase() && one.address === address && one.path === trimmed(folder),
    );
    const body: NewTarget = {
      org,
      name: same?.name ?? name,
      address,
      path: trimmed(folder),
      mode: wanted.mode,
      group: wanted.group,
    };
    return { id: same?.id ?? null, body };
  });
  return {
    org,
    repo,
    targets,
    delivery: deliveryOf(old, known, repo, targets, leftOut),
    mirrors: mirrorsOf(old, known, repo, leftOut),
    leftOut,
  };
}

function deliveryOf(
  old: OldConfig,
  known: Known,
  repo: Plan['repo'],
  targets: Plan['targets'],
  leftOut: string[],
): Plan['delivery'] {
  if (!repo || targets.length === 0) {
    if (!repo && targets.length > 0)
      leftOut.push('hosts without a repository (repository.main_repo_path) get targets, but no delivery.');
    return null;
  }
  const secretConfig = old.secretConfig === null ? null : innerPath(old.secretConfig, repo.path);
  if (old.secretConfig !== null && secretConfig === null) {
    leftOut.push(
      `secret_scanning.config_path: ${old.secretConfig} lies outside the repository; Freshet takes one that is in it.`,
    );
  }
  const isThere = known.deliveries.some(
    (one) =>
      one.repo.id === repo.id && targets.every((target) => target.id !== null && one.target_ids.includes(target.id)),
  );
  const body: NonNullable<Plan['delivery']>['body'] = {
    excludes: old.excludes.filter((pattern) => !/^\/?\.git\/?$/.test(pattern)),
    exclude_dot_git: old.excludeDotGit ?? true,
    ...(old.branch === null ? {} : { ref: old.branch }),
    ...(old.deletes === null ? {} : { delete: old.deletes }),
    ...(old.fallbackToLocal === null ? {} : { fallback_to_local: old.fallbackToLocal }),
    ...(old.blockOnSecrets === null ? {} : { block_on_secrets: old.blockOnSecrets }),
    ...(secretConfig === null ? {} : { config_path: secretConfig }),
  };
  return { isThere, body };
}

function mirrorsOf(old: OldConfig, known: Known, repo: Plan['repo'], leftOut: string[]): Plan['mirrors'] {
  if (!repo && old.pushTargets.length > 0)
    leftOut.push('push targets without a repository (repository.main_repo_path) are nothing to push.');
  if (!repo) return [];
  return old.pushTargets.map(({ url, refs }) => ({
    isThere: known.mirrors.includes(url),
    body: { url, ...(refs ? { refs } : {}) },
  }));
}

/** No two targets of an organisation have one name. */
function namedApart(hosts: OldConfig['hosts']): OldConfig['hosts'] {
  const taken = new Set<string>();
  return hosts.map((host) => {
    let name = host.name;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${host.name}-${n}`;
    taken.add(name.toLowerCase());
    return { ...host, name };
  });
}

const trimmed = (folder: string) => (folder.length > 1 ? folder.replace(/\/+$/, '') : folder);

/** A path within the repository; null if it leads elsewhere. */
function innerPath(given: string, repo: string): string | null {
  const inner = path.posix.relative(repo, path.posix.resolve(repo, given));
  return inner === '' || inner.startsWith('..') ? null : inner;
}
