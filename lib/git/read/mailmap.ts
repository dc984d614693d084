// A repository's .mailmap: under which name and address its people want to be known, whatever they once committed as.
import { isObjectId } from '@/lib/git/object-id';
import { openCatFile } from './cat-file';
import { TreeCursor } from './tree-cursor';

/** Larger ones are left alone: git's own has 15 KB, and Linux' 60. */
const MAX_BYTES = 1024 * 1024;
const MAX_TREE_BYTES = 8 * 1024 * 1024;

export interface Person {
  name: string;
  email: string;
}

/** Says who somebody is; addresses are compared in lower case. */
export type Mailmap = (person: Person) => Person;

/** Id of the .mailmap at the root of `commit`; null if there is none, or one that is too large. Throws AppError. */
export async function mailmapOf(
  dir: string,
  commit: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ sha: string; content: string } | null> {
  const cat = openCatFile(dir, options);
  try {
    const root = await cat.treeOf(commit);
    const tree = root === null ? null : (await cat.read(root, MAX_TREE_BYTES))?.content;
    const sha = tree ? entryOf(tree, commit.length / 2) : null;
    const content = sha === null ? null : (await cat.read(sha, MAX_BYTES))?.content;
    return sha === null || !content ? null : { sha, content: content.toString('utf8') };
  } finally {
    await cat.close();
  }
}

function entryOf(tree: Buffer, idBytes: number): string | null {
  const cursor = new TreeCursor(tree, idBytes);
  while (cursor.next()) {
    if (cursor.name === '.mailmap' && !cursor.isFolder && isObjectId(cursor.sha)) return cursor.sha;
  }
  return null;
}

/** Reads `Proper Name <proper@address> Commit Name <commit@address>` in its four forms; other lines say nothing. */
export function parseMailmap(text: string): Mailmap {
  const byBoth = new Map<string, Partial<Person>>();
  const byEmail = new Map<string, Partial<Person>>();
  for (const line of text.split('\n')) {
    const [, name = '', first = '', old = '', second] = /^([^<#]*)<([^<>]*)>(?:([^<#]*)<([^<>]*)>)?/.exec(line) ?? [];
    if (first === '') continue;
    const proper: Partial<Person> = {};
    if (name.trim() !== '') proper.name = name.trim();
    if (second !== undefined) proper.email = first.trim();
    const email = (second ?? first).trim().toLowerCase();
    if (old.trim() === '') byEmail.set(email, { ...byEmail.get(email), ...proper });
    else byBoth.set(keyOf(old, email), proper);
  }
  return (person) => {
    const email = person.email.toLowerCase();
    return { ...person, ...(byBoth.get(keyOf(person.name, email)) ?? byEmail.get(email)) };
  };
}

function keyOf(name: string, email: string): string {
  return `${name.trim().toLowerCase()}\n${email}`;
}
