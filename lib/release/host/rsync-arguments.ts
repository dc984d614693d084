// The arguments of rsync: ours, each by itself, and what people typed only as the value of an option that takes it as it is.
import type { ReleaseHost, SendRules } from '@/lib/release/spec';
import { excludePatternSchema, modesSchema, ownerSchema } from '@/lib/release/spec';
import { INCOMING, literalPath, REV } from './places';

/** Without a byte for so long, the other side is given up. */
const SILENCE_SECONDS = 120;

/** What decides about names, modes and owners. Checked once more. Throws a ZodError. */
export function ruleArguments({ excludes, excludeDotGit, owner, modes }: Omit<SendRules, 'deletes'>): string[] {
  const own = [`/${REV}`, `/${INCOMING}`, ...(excludeDotGit ? ['.git'] : [])];
  const patterns = [...own, ...excludes.map((pattern) => excludePatternSchema.parse(pattern))];
  const given = owner === null ? null : ownerSchema.parse(owner);
  return [
    // "- " takes what follows for a pattern, whatever it begins with.
    ...patterns.map((pattern) => `--filter=- ${pattern}`),
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
