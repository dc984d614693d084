// Which branch counts as the default one, even if HEAD names none that is there.
import { escapePath, unescapePath } from '@/lib/git/escape-path';
import { streamGit } from '@/lib/git/runner/run';
import { FETCHED, headRef, listRawRefs } from './refs';

const HEADS = 'refs/heads/';
const USUAL = ['main', 'master', 'trunk', 'develop'].map((name) => HEADS + name);

/**
 * The default branch of what was fetched into `dir` (full name, bytes in latin1), or null if there is no branch: what
 * the source says; else what it was if it lives on; else the usual names; else the one with the newest commit.
 * `headBranch` is what the source says. Throws AppError.
 */
export async function defaultRef(
  dir: string,
  headBranch: string | null,
  branches: ReadonlyMap<string, string>,
): Promise<string | null> {
  const said = headBranch === null ? null : HEADS + unescapePath(headBranch).toString('latin1');
  if (said !== null && branches.has(said)) return said;
  const current = await headRef(dir);
  if (current !== null && branches.has(current)) return current;
  const usual = USUAL.find((name) => branches.has(name));
  if (usual !== undefined) return usual;
  const names = [...branches.keys()].filter((name) => name.startsWith(HEADS));
  return names.length > 1 ? ((await newest(dir)) ?? names[0] ?? null) : (names[0] ?? null);
}

/** Its short name and its commit, before anything of what was fetched is visible. Throws AppError. */
export async function defaultOfFetched(
  dir: string,
  headBranch: string | null,
): Promise<{ branch: string; sha: string } | null> {
  const fetched = await listRawRefs(dir, [`${FETCHED}heads`]);
  const branches = new Map([...fetched].map(([name, sha]) => [`refs/${name.slice(FETCHED.length)}`, sha]));
  const ref = await defaultRef(dir, headBranch, branches);
  const sha = ref === null ? undefined : branches.get(ref);
  if (ref === null || sha === undefined) return null;
  return { branch: escapePath(Buffer.from(ref.slice(HEADS.length), 'latin1')), sha };
}

async function newest(dir: string): Promise<string | null> {
  const flags = ['--sort=-committerdate', '--count=1', '--format=%(refname)'];
  let name = Buffer.alloc(0);
  const output = streamGit(dir, { verb: 'for-each-ref', flags, operands: [`${FETCHED}heads`] });
  for await (const chunk of output) name = Buffer.concat([name, chunk]);
  const text = name.toString('latin1').trimEnd();
  return text.startsWith(FETCHED) ? `refs/${text.slice(FETCHED.length)}` : null;
}
