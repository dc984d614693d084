// The addresses of pages: the only place that knows how they are written.

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** A repository's page; `repo` is "org/name". */
export function repoHref(repo: string): string {
  return `/r/${encodePath(repo)}`;
}

/** A folder at a branch or commit; the empty path is the root. A slash within a ref is escaped. */
export function treeHref(repo: string, ref: string, path = ''): string {
  return `${repoHref(repo)}/tree/${encodeURIComponent(ref)}${path ? `/${encodePath(path)}` : ''}`;
}

/** Lines before this one are on a file's first page in any case but that of very long lines. */
const FIRST_PAGE_LINES = 5000;

/** The page of a long file that holds this line, as a query; empty for the first one. */
export function pageOfLine(line: number): string {
  return line <= FIRST_PAGE_LINES ? '' : `?from=${line - (line % 1000)}`;
}

/** A file at a branch or commit, at a line or a range of lines if given. */
export function blobHref(repo: string, ref: string, path: string, line?: number, endLine?: number): string {
  const page = line === undefined ? '' : pageOfLine(line);
  const anchor =
    line === undefined ? '' : `#L${line}${endLine === undefined || endLine === line ? '' : `-L${endLine}`}`;
  return `${repoHref(repo)}/blob/${encodeURIComponent(ref)}/${encodePath(path)}${page}${anchor}`;
}

/** A file's bytes. */
export function rawHref(repo: string, ref: string, path: string): string {
  return `${repoHref(repo)}/raw/${encodeURIComponent(ref)}/${encodePath(path)}`;
}

/** Code that is like these lines (1-based, both included). */
export function similarHref(repo: string, path: string, startLine: number, endLine: number): string {
  return `${repoHref(repo)}/similar/${encodePath(path)}?lines=${startLine}-${endLine}`;
}

export function commitsHref(repo: string, ref?: string): string {
  return `${repoHref(repo)}/commits${ref === undefined ? '' : `/${encodeURIComponent(ref)}`}`;
}

/** The history of a commit; of one on no branch or tag, what it has that none has. */
export function historyHref(repo: string, sha: string): string {
  return `${commitsHref(repo)}?commit=${encodeURIComponent(sha)}`;
}

export function commitHref(repo: string, sha: string): string {
  return `${repoHref(repo)}/commit/${encodeURIComponent(sha)}`;
}

export function searchHref(q: string, cursor?: string | null): string {
  const params = new URLSearchParams({ q });
  if (cursor) params.set('cursor', cursor);
  return `/search?${params}`;
}
