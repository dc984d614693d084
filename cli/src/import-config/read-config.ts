// Reads the YAML that an older tool was configured by (`configs/config.yml`), whatever its exact shape.
import { parse } from 'yaml';
import { CliError, EXIT } from '../errors';
import { type OldHost, type PushTarget, readHost, readPushTarget } from './read-place';

export interface OldConfig {
  mainPath: string | null;
  hosts: OldHost[];
  pushTargets: PushTarget[];
  excludes: string[];
  excludeDotGit: boolean | null;
  branch: string | null;
  fallbackToLocal: boolean | null;
  deletes: boolean | null;
  blockOnSecrets: boolean | null;
  secretConfig: string | null;
  /** What the file says and nothing is made of, and why: a sentence each. */
  leftOut: string[];
}

type Section = Record<string, unknown>;

/** How each setting may be called; in `repository`, in a section of its own, or at the top. */
const NAMES = {
  mainPath: ['main_repo_path', 'main_path', 'repo_path', 'main_repo'],
  hosts: ['vm_repo_paths', 'vm_paths', 'vms', 'targets', 'hosts'],
  pushTargets: ['push_targets', 'push_remotes', 'mirrors'],
  excludes: ['rsync_excludes', 'rsync_exclude', 'excludes', 'exclude'],
  excludeDotGit: ['exclude_dot_git', 'exclude_git'],
  branch: ['branch', 'default_branch', 'ref'],
  fallbackToLocal: ['fallback_to_local'],
  deletes: ['delete', 'rsync_delete'],
  force: ['force', 'force_sync'],
} as const;

const SECTIONS = ['repository', 'repo', 'sync', 'rsync', 'delivery', 'options'];
const SCANNING = ['secret_scanning', 'secrets', 'secret_scan'];

/** Throws CliError (usage) for what is no YAML, or says nothing that could be taken over. */
export function readOldConfig(text: string, file: string): OldConfig {
  const root = parseYaml(text, file);
  const used = new Set<string>();
  const sections = [...SECTIONS.map((name) => [name, root[name]] as const), ['', root] as const];
  const take = (names: readonly string[]): unknown => {
    for (const [section, value] of sections) {
      for (const name of isSection(value) ? names : []) {
        if (!Object.hasOwn(value as Section, name)) continue;
        used.add(section ? `${section}.${name}` : name);
        return (value as Section)[name];
      }
    }
    return undefined;
  };
  const leftOut: string[] = [];
  const hosts = entriesOf(take(NAMES.hosts)).flatMap(([name, value]) => readHost(name, value, leftOut));
  const pushTargets = entriesOf(take(NAMES.pushTargets)).flatMap(([name, value]) =>
    readPushTarget(name, value, leftOut),
  );
  const scanning = SCANNING.find((name) => Object.hasOwn(root, name));
  const found: OldConfig = {
    mainPath: textOf(take(NAMES.mainPath)),
    hosts,
    pushTargets,
    excludes: linesOf(take(NAMES.excludes)),
    excludeDotGit: flagOf(take(NAMES.excludeDotGit)),
    branch: textOf(take(NAMES.branch)),
    fallbackToLocal: flagOf(take(NAMES.fallbackToLocal)),
    deletes: flagOf(take(NAMES.deletes)),
    ...readScanning(scanning === undefined ? undefined : root[scanning], scanning ?? '', leftOut),
    leftOut,
  };
  if (flagOf(take(NAMES.force))) leftOut.push('force: say it when you deliver (freshet deliver … --force).');
  leftOut.push(...unused(root, used, scanning));
  if (found.mainPath === null && hosts.length === 0 && pushTargets.length === 0) {
    throw new CliError(
      EXIT.usage,
      `${file} names no repository (repository.main_repo_path), no hosts and no push targets.`,
    );
  }
  return found;
}

function parseYaml(text: string, file: string): Section {
  let root: unknown;
  try {
    // Aliases that multiply are the one way in which a small file becomes a large one.
    root = parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch (cause) {
    throw new CliError(EXIT.usage, `${file} is not YAML: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (!isSection(root)) throw new CliError(EXIT.usage, `${file} holds no settings.`);
  return root;
}

function readScanning(value: unknown, where: string, leftOut: string[]) {
  if (typeof value === 'boolean') return { blockOnSecrets: value, secretConfig: null };
  if (!isSection(value)) return { blockOnSecrets: null, secretConfig: null };
  const isOn = flagOf(value.enabled);
  const blocks = flagOf(value.block_on_secrets ?? value.block_on_findings ?? value.block);
  const known = [
    'enabled',
    'block_on_secrets',
    'block_on_findings',
    'block',
    'config_path',
    'config',
    'tool',
    'scanner',
  ];
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) leftOut.push(`${where}.${name}: Freshet has no such setting.`);
  }
  return {
    blockOnSecrets: isOn === false ? false : (blocks ?? isOn),
    secretConfig: textOf(value.config_path ?? value.config),
  };
}

/** What is in the file and was looked at by nobody. */
function unused(root: Section, used: ReadonlySet<string>, scanning: string | undefined): string[] {
  const names = Object.entries(root).flatMap(([name, value]) => {
    if (name === scanning || used.has(name)) return [];
    if (SECTIONS.includes(name) && isSection(value)) return Object.keys(value).map((inner) => `${name}.${inner}`);
    return [name];
  });
  return names
    .filter((name) => !used.has(name) && !name.endsWith('.force'))
    .map((name) => `${name}: Freshet has no such setting.`);
}

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list, a map from names, or one thing alone, as pairs of a name (or null) and what it says. */
function entriesOf(value: unknown): [string | null, unknown][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((one) => [null, one]);
  if (isSection(value) && !('host' in value) && !('path' in value) && !('url' in value)) return Object.entries(value);
  return [[null, value]];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);

function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return /^(true|yes|on)$/i.test(value.trim()) ? true : /^(false|no|off)$/i.test(value.trim()) ? false : null;
}

function linesOf(value: unknown): string[] {
  const lines = typeof value === 'string' ? value.split('\n') : Array.isArray(value) ? value : [];
  return [...new Set(lines.flatMap((line) => textOf(typeof line === 'number' ? String(line) : line) ?? []))];
}
