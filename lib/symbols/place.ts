// Where somebody stands who asks for a symbol, and what the file there imports.
import { sql } from 'drizzle-orm';
import type { Scope } from '@/lib/search/retrieve/scope/scope';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot/snapshot';
import { eachWord } from '@/lib/text/tokenize';
import type { Place } from './symbol';

/** As far as a file is read for what it imports, in UTF-16 units. */
const MAX_READ = 64 * 1024;
const IMPORTS =
  /^[ \t]*(?:#[ \t]*include|import\b|from\b|use\b|using\b|require\b|extern crate\b|mod\b|export\b[^\n]*\bfrom\b|alias\b)[^\n]*|^[^\n]*\brequire\s*\([^\n]*|^[ \t]*"[\w./-]+"[ \t]*$|^[ \t]*}[ \t]*from[ \t]*[^\n]*/gm;

/** Reads the place in the first branch of the scope that has the repository; null if the caller sees no such file. */
export async function readPlace(
  tx: SearchTransaction,
  scope: Scope,
  { repoId, path, line }: { repoId: string; path: string; line: number | null },
): Promise<Place | null> {
  const ref = scope.refs.find((one) => one.repoId === repoId);
  if (!ref || path.includes('\0')) return null;
  const [file] = await tx.execute<{ content: string | null }>(sql`
    select left(b.content, ${MAX_READ}) as content from files f join blobs b on b.repo_id = f.repo_id and b.id = f.blob_id
    where f.repo_id = ${repoId}::uuid and f.ref = ${ref.ref} and f.path = ${path}`);
  return file ? { repoId, path, line, imports: importsOf(file.content ?? '') } : null;
}

/** The words of the lines that import something, in lowercase. */
export function importsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const [line] of text.matchAll(IMPORTS)) {
    eachWord(line, (start, end) => words.add(line.slice(start, end).toLowerCase()));
  }
  return words;
}
