// The arguments of rsync: ours, each by itself, and what people typed only as the value of an option that takes it as it is.
import type { ReleaseHost, SendRules } from '@/lib/release/spec';
import { excludePatternSchema, modesSchema, ownerSchema } from '@/lib/release/spec';
import { INCOMING, literalPath, REV } from './places';

/** Without a byte for so long, the other side is given up. */
const SILENCE_SECONDS = 120;

/** What decides about names, modes and owners. Checked once more. Throws a ZodError. */
export function ruleArguments(rules: Omit<SendRules, 'deletes'>): string[] {
  return [`--filter=- /${REV}`, `--filter=- /${INCOMING}`, ...patternArguments(rules), ...attributeArguments(rules)];
}

/** For a folder in which what is excluded goes (`--delete-excluded`): all but our own files. Throws a ZodError. */
export function strictPatternArguments(rules: Pick<SendRules, 'excludes' | 'excludeDotGit'>): string[] {
  return [`--filter=P /${REV}`, `--filter=P /${INCOMING}`, ...patternArguments(rules)];
}

function patternArguments({ excludes, excludeDotGit }: Pick<SendRules, 'excludes' | 'excludeDotGit'>): string[] {
  const patterns = [...(excludeDotGit ? ['.git'] : []), ...excludes.map((one) => excludePatternSchema.parse(one))];
  // "- " takes what follows for a pattern, whatever it begins with.
  return patterns.map((pattern) => `--filter=- ${pattern}`);
}

/** Modes and owners. Throws a ZodError. */
export function attributeArguments({ owner, modes }: Pick<SendRules, 'owner' | 'modes'>): string[] {
  const given = owner === null ? null : ownerSchema.parse(owner);
  return [
    ...(modes === null ? [] : [`--chmod=${modesSchema.parse(modes)}`]),
    ...(given === null
      ? []
      : [...(given.startsWith(':') ? [] : ['--owner']), ...(given.includes(':') ? ['--group'] : [])]),
    ...(given === null ? [] : [`--chown=${given}`]),
  ];
}

/** How to reach `folder` on the host, and what is sent there: the content of `from`. The last arguments. */
export function placeArguments(host: ReleaseHost, from: string, folder: string): string[] {
  return [
    // The path goes to the other side in rsync's own words and past its shell (--secluded-args, --protect-args in older ones).
    '-s',
    `--rsh=${host.rsh}`,
    `--timeout=${SILENCE_SECONDS}`,
    '--',
    `${from}/`,
    `${host.alias}:${literalPath(folder)}/`,
  ];
}
