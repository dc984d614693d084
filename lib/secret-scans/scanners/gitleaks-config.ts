// A repository's own gitleaks configuration, read from a commit. Whoever commits writes it: gitleaks gets what we
// understood of it, and never one that leads to other files.
import { parse, stringify } from 'smol-toml';
import { AppError } from '@/lib/errors';
import type { CatFile } from '@/lib/git/read/cat-file';
import { readFileAt } from '@/lib/git/read/read-file';

/** gitleaks' own rules, said out loud: without any configuration it would look for one by itself. */
export const OWN_RULES = '[extend]\nuseDefault = true\n';
/** Where gitleaks looks for one. */
export const USUAL_PATH = '.gitleaks.toml';
const MAX_BYTES = 1024 ** 2;
const LINK = 120000;
/** What `[extend]` may say; `path` and `url` would have gitleaks read something else. */
const EXTENDS = new Set(['usedefault', 'disabledrules']);

/**
 * The configuration at `path` of a commit, as its bytes; null if there is none there and none was asked for. Throws
 * AppError `invalid` if one was asked for that is not there, or what is there is no file of at most 1 MiB.
 */
export async function readConfig(
  cat: CatFile,
  at: { dir: string; commit: string; path: string | null },
): Promise<{ path: string; text: string } | null> {
  const path = at.path ?? USUAL_PATH;
  const found = await readFileAt(at.dir, at.commit, path, MAX_BYTES, { cat });
  if (!found) {
    if (at.path === null) return null;
    throw unreadable(path, 'is not in this commit');
  }
  if (found.mode === LINK) throw unreadable(path, 'is a link, and links are not followed');
  if (found.content === null) throw unreadable(path, 'is larger than 1 MiB');
  return { path, text: found.content.toString('utf8') };
}

/**
 * The same configuration written anew, so that gitleaks cannot read it in another way than we did. Throws AppError `invalid`
 * if it is no TOML or extends another file.
 */
export function checkedConfig({ path, text }: { path: string; text: string }): string {
  let config: Record<string, unknown>;
  try {
    config = parse(text);
  } catch {
    // What the parser says quotes the text.
    throw unreadable(path, 'is no TOML that Freshet can read');
  }
  for (const [name, value] of Object.entries(config)) {
    // gitleaks takes no notice of case, and a dot within a name for a table.
    if (name.toLowerCase().split('.')[0] !== 'extend') continue;
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [name];
    if (name.includes('.') || keys.some((key) => !EXTENDS.has(key.toLowerCase()))) {
      throw unreadable(path, 'extends another file or address, which Freshet does not read for it');
    }
  }
  return stringify(config);
}

function unreadable(path: string, why: string): AppError {
  return new AppError('invalid', `The configuration for gitleaks, ${path}, ${why}.`, { kind: 'policy' });
}
