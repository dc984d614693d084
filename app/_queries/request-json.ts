// Calls the HTTP API from the browser; a problem becomes an error with its sentence.

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** Set where the problem is that of a repository's source. */
  readonly kind: string | null;
  /** The repository that is in the way. */
  readonly repoId: string | null;

  constructor(
    status: number,
    code: string,
    detail: string,
    about: { kind?: string | undefined; repo_id?: string | undefined } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.kind = about.kind ?? null;
    this.repoId = about.repo_id ?? null;
  }
}

const UNREACHABLE = 'The server did not answer. Check your connection and try again.';

/** Answers the parsed JSON, null for 204. Throws Problem, also where the server could not be reached (status 0). */
export async function requestJson<T>(path: string, o: { method?: string; body?: unknown } = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: o.method ?? 'GET',
      headers: { accept: 'application/json', ...(o.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(o.body === undefined ? {} : { body: JSON.stringify(o.body) }),
    });
  } catch {
    throw new Problem(0, 'unreachable', UNREACHABLE);
  }
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return body as T;
  const { code, detail, ...about } = (body ?? {}) as {
    code?: string;
    detail?: string;
    kind?: string;
    repo_id?: string;
  };
  throw new Problem(
    response.status,
    code ?? 'internal',
    detail ?? `The server answered with status ${response.status}.`,
    about,
  );
}
