// Calls the HTTP API from the browser; a problem becomes an error with its sentence.
import { awaitServer, heardServer, missedServer, UNREACHABLE } from './server-trouble';

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** Set if the problem is that of a repository's source. */
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

/** Answers the parsed JSON, null for 204. Throws Problem, also if the server could not be reached (status 0). */
export async function requestJson<T>(path: string, options: { method?: string; body?: unknown } = {}): Promise<T> {
  let response: Response;
  // What changes something may take its time, to ask an upstream for one.
  const settle = options.method === undefined ? awaitServer() : () => {};
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch {
    missedServer(UNREACHABLE);
    throw new Problem(0, 'unreachable', 'The server did not answer. Check your connection and try again.');
  } finally {
    settle();
  }
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.status < 500) heardServer();
  if (response.ok) return body as T;
  const { code, detail, ...about } = (body ?? {}) as {
    code?: string;
    detail?: string;
    kind?: string;
    repo_id?: string;
  };
  // A proxy in front of a server that is away has no sentence of ours.
  if (response.status >= 500) missedServer(detail ?? UNREACHABLE);
  throw new Problem(
    response.status,
    code ?? 'internal',
    detail ?? `The server answered with status ${response.status}.`,
    about,
  );
}
