// Waits for the end of something that tells how it goes by server-sent events.
import { CliError, EXIT } from '../errors';
import { type Api, openApi } from './client';
import { eventsOf } from './events';

/** How often in a row a broken connection is made anew. */
const TRIES = 5;
/** Between two events the server says every 15 seconds that it is there. */
const QUIET_MS = 60_000;

export interface Followed<T> {
  /** How it stands now. */
  read: () => Promise<T>;
  /** Its events from `last` on, over a connection that may be quiet; 204 if there are none any more. */
  open: (stream: Api, last: string | null) => Promise<{ data?: unknown; response: Response }>;
  isOver: (now: T) => boolean;
  onStep: (now: T) => void;
}

/** Resolves with how it ended. Throws CliError if it is gone, or if the server does not answer any more. */
export async function follow<T>(api: Api, { read, open, isOver, onStep }: Followed<T>): Promise<T> {
  const stream = openApi(api.profile, { quietMs: QUIET_MS, maxBytes: null });
  let last: string | null = null;
  // What is not there at first is an error at once; what was there may be away for a moment.
  let now = await read();
  for (let tries = 0, isFirst = true; ; isFirst = false) {
    try {
      if (!isFirst) now = await read();
      if (isOver(now)) return now;
      onStep(now);
      const { data, response } = await open(stream, last);
      if (!response.ok) throw new CliError(EXIT.failed, `The server answered with the status ${response.status}.`);
      for await (const event of eventsOf((data ?? []) as ReadableStream<Uint8Array>)) {
        if (event.name === 'gone') throw new CliError(EXIT.notFound, 'It is gone: somebody deleted it meanwhile.');
        last = event.id ?? last;
        tries = 0;
        const step = JSON.parse(event.data) as T;
        onStep(step);
        // The end is read once more, since events may leave parts of it out.
        if (event.name === 'end' || isOver(step)) return await read();
      }
    } catch (error) {
      tries += 1;
      if ((error instanceof CliError && error.exitCode !== EXIT.failed) || tries >= TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
  }
}
