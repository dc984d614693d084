// Server-sent events and lines of JSON, read as they come.
import { CliError, EXIT } from '../errors';

/** No line of ours is longer; what is comes from something else. */
const MAX_LINE = 8 * 1024 * 1024;

export interface ServerEvent {
  name: string;
  id: string | null;
  data: string;
}

const endless = (what: string) =>
  new CliError(EXIT.failed, `The server sent ${what} that does not end. It is not Freshet, or not well.`);

/** The lines of a body. Throws CliError for one that never ends. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open: string[] = [];
  let length = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    open.push(first);
    length += first.length;
    if (length > MAX_LINE) {
      throw endless('a line');
    }
    if (others.length === 0) continue;
    yield open.join('');
    yield* others.slice(0, -1);
    open = [others.at(-1) ?? ''];
    length = open[0]?.length ?? 0;
  }
  if (length > 0) yield open.join('');
}

/** The events of a body, as the HTML standard reads them; comments are passed over. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  let event: ServerEvent = { name: 'message', id: null, data: '' };
  for await (const raw of linesOf(body)) {
    const line = raw.replace(/\r$/, '');
    if (line === '') {
      if (event.data) yield event;
      event = { name: 'message', id: event.id, data: '' };
      continue;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event.name = value;
    if (field === 'id') event.id = value;
    if (field === 'data') event.data += event.data ? `\n${value}` : value;
    if (event.data.length > MAX_LINE) throw endless('an event');
  }
}
