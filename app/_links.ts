// The addresses of pages: the only place that knows how they are written.

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** A repository's page; `repo` is "org/name". */
export function repoHref(repo: string): string {
  return `/r/${encodePath(repo)}`;
}

/** An organisation's page. */
export function orgHref(slug: string): string {
  return `/orgs/${encodeURIComponent(slug)}`;
}

/** A folder at a branch or commit; the empty path is the root. A slash within a ref is escaped. */
export function treeHref(repo: string, ref: string, path = ''): string {
  return `${repoHref(repo)}/tree/${encodeURIComponent(ref)}${path ? `/${encodePath(path)}` : ''}`;
}

/** Lines before this one are on a file's first page in any case but that of very long lines. */
const FIRST_PAGE_LINES = 5000;

/** What stands behind the question mark, for the page of a long file that holds this line. */
export function searchOfLine(search: string, line: number): string {
  const params = new URLSearchParams(search);
  params.delete('from');
  if (line > FIRST_PAGE_LINES) params.set('from', String(line - (line % 1000)));
  return params.size === 0 ? '' : `?${params}`;
}

/** True for files that are shown typeset unless their source is asked for. */
export function isMarkdown(path: string): boolean {
  return /\.(md|markdown|mkd|mdown)$/i.test(path);
}

export interface BlobView {
  /** 1-based; with `endLine` a range, both included. */
  line?: number | undefined;
  endLine?: number | undefined;
  /** The query that led here: what it looks for is marked. */
  q?: string | undefined;
  /** Markdown as it is written; lines and marks imply it. */
  isPlain?: boolean;
}

/** A file at a branch or commit. */
export function blobHref(repo: string, ref: string, path: string, view: BlobView = {}): string {
  const { line, endLine = line, q, isPlain = false } = view;
  const params = new URLSearchParams();
  if (q) params.set('q', q);
  else if (isMarkdown(path) && (isPlain || line !== undefined)) params.set('plain', '1');
  const search = line === undefined ? params.size > 0 && `?${params}` : searchOfLine(String(params), line);
  const anchor = line === undefined ? '' : `#L${line}${endLine === line ? '' : `-L${endLine}`}`;
  return `${repoHref(repo)}/blob/${encodeURIComponent(ref)}/${encodePath(path)}${search || ''}${anchor}`;
}

/** The secrets that were found in a repository, by its id; of another scan than the newest, if that is given. */
export function secretsHref(
  repoId: string,
  query: { scan?: string | undefined; cursor?: string | undefined } = {},
): string {
  return `/repos/${repoId}/secrets${searchOf(query)}`;
}

/** A file's bytes. */
export function rawHref(repo: string, ref: string, path: string): string {
  return `${repoHref(repo)}/raw/${encodeURIComponent(ref)}/${encodePath(path)}`;
}

/**
 * The branches and tags whose names hold `filter`, to see `path` at: a folder, or a file if `isFile`, or the commits that
 * touch it.
 */
export function refsHref(
  repo: string,
  options: { path?: string; isFile?: boolean; isCommits?: boolean; filter?: string } = {},
): string {
  const params = new URLSearchParams();
  if (options.isCommits) params.set('commits', '1');
  if (options.path) params.set('path', options.path);
  if (options.path && options.isFile) params.set('file', '1');
  if (options.filter) params.set('filter', options.filter);
  return `${repoHref(repo)}/refs${params.size > 0 ? `?${params}` : ''}`;
}

/** Code that is like these lines (1-based, both included). */
export function similarHref(repo: string, path: string, startLine: number, endLine: number): string {
  return `${repoHref(repo)}/similar/${encodePath(path)}?lines=${startLine}-${endLine}`;
}

/** What a list of commits is narrowed by. */
export interface CommitsQuery {
  /** A branch or tag, as addresses name it. */
  ref?: string | undefined;
  /** A full id: the history of that commit; of one on no branch or tag, what it has that none has. */
  commit?: string | undefined;
  author?: string | undefined;
  path?: string | undefined;
  q?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  cursor?: string | undefined;
}

/** The commits of a repository, of its default branch unless the query says otherwise. */
export function commitsHref(repo: string, query: CommitsQuery = {}): string {
  return `${repoHref(repo)}/commits${searchOf(query)}`;
}

/** The history of a commit; of one on no branch or tag, what it has that none has. */
export function historyHref(repo: string, sha: string): string {
  return commitsHref(repo, { commit: sha });
}

/** The branches or tags of a repository, in an order, narrowed by a part of the name. */
export function refPageHref(
  repo: string,
  kind: 'branches' | 'tags',
  query: { q?: string | undefined; sort?: string | undefined; cursor?: string | undefined } = {},
): string {
  return `${repoHref(repo)}/${kind}${searchOf(query)}`;
}

/** What stands behind the question mark; nothing of what is undefined or empty. */
export function searchOf(query: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, String(value));
  return params.size > 0 ? `?${params}` : '';
}

export function commitHref(repo: string, sha: string): string {
  return `${repoHref(repo)}/commit/${encodeURIComponent(sha)}`;
}

/** `copiesOf`: of what was found, the files that hold this alone, by git's id. */
export function searchHref(q: string, cursor?: string | null, copiesOf?: string | null): string {
  const params = new URLSearchParams({ q });
  if (copiesOf) params.set('copies_of', copiesOf);
  if (cursor) params.set('cursor', cursor);
  return `/search?${params}`;
}

export interface SymbolsQuery {
  name: string;
  role?: 'definition' | 'reference';
  kind?: string | undefined;
  /** Where the one who asks stands, if `path` is given; else where to look. */
  repo?: string | undefined;
  path?: string | undefined;
  line?: number | undefined;
  cursor?: string | undefined;
}

/** Where a name is defined or referred to. */
export function symbolsHref(asked: SymbolsQuery): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(asked)) if (value !== undefined) params.set(key, String(value));
  return `/symbols?${params}`;
}
