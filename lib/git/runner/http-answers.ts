// What a host answered git itself over http, read from git's own trace: an allowed list, checked on what was really used.
import { AppError } from '@/lib/errors';
import { retryAfterSeconds } from '@/lib/net/retry-after';

/** The head of an answer to a request of git's. */
export interface HttpAnswer {
  method: string;
  /** With query. */
  path: string;
  status: number;
  /** In lower case, without its parameters; null if none was given. */
  contentType: string | null;
  location: string | null;
  retryAfterSeconds: number | null;
}

/** Makes git write the heads of requests and answers to stderr, without secrets and without contents. */
export const TRACE: Record<string, string> = {
  GIT_TRACE_CURL: '1',
  GIT_TRACE_CURL_NO_DATA: '1',
  GIT_TRACE_REDACT: '1',
};

const LINE = /^\d\d:\d\d:\d\d\.\d+ \S+:\d+ +(?:== Info|=> Send|<= Recv)/;
const HEADER = /^\S+ \S+ +(=> Send|<= Recv) header: ?([^\n]*)/;
const REQUEST = /^([A-Z]+) (\S+) HTTP\/[\d.]+$/;
const STATUS = /^HTTP\/[\d.]+ (\d{3})\b/;
/** Longer lines are cut: what is looked for stands at their beginning. */
const LINE_LENGTH = 8192;
const WANTED = ['content-type', 'location', 'retry-after', 'date'];

const CONTENT_TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/;
/** What is asked of the other side: to send, or to take in. */
export type AskedService = 'git-upload-pack' | 'git-receive-pack';

/** Reads the stderr of one git, apart into what it says and what it was answered. */
export class HttpAnswers {
  /** The last answer that is none of git's; git ends by itself if its status is an error. */
  refused: HttpAnswer | null = null;
  #isAdvertised = false;
  #rest = '';
  #request: { method: string; path: string } | null = null;
  #head: Map<string, string> | null = null;
  #status = 0;

  /** `onStrange` is told of an answer that looks like success and is no git server's. */
  constructor(
    private readonly onStrange: (answer: HttpAnswer) => void,
    private readonly service: AskedService = 'git-upload-pack',
  ) {}

  /** Takes the next piece of stderr and returns it without the trace. */
  read(text: string): string {
    let rest = this.#rest + text;
    let said = '';
    for (;;) {
      // Progress ends in a return. In the trace one is part of what the host sent, which must not begin another line.
      const isTrace = LINE.test(rest);
      const end = rest.search(isTrace ? /\n/ : /[\r\n]/);
      if (end < 0) break;
      const line = rest.slice(0, end + 1);
      rest = rest.slice(end + 1);
      if (isTrace) this.#traced(line);
      else said += line;
    }
    this.#rest = rest.slice(0, LINE_LENGTH);
    return said;
  }

  /** What git said last, if no line end came after it. */
  get unfinished(): string {
    return LINE.test(this.#rest) ? '' : this.#rest;
  }

  /** True if a git server with the smart protocol answered, and nothing else did. */
  get isGit(): boolean {
    return this.#isAdvertised && this.refused === null;
  }

  #traced(line: string): void {
    const [, direction, header] = HEADER.exec(line) ?? [];
    if (header === undefined) return;
    if (direction === '=> Send') this.#sent(header.trimEnd());
    else this.#received(header.trimEnd());
  }

  #sent(header: string): void {
    const [, method, path] = REQUEST.exec(header) ?? [];
    if (method && path) this.#request = { method, path };
  }

  #received(header: string): void {
    const status = STATUS.exec(header)?.[1];
    if (status) {
      this.#status = Number(status);
      this.#head = new Map();
    } else if (this.#head && header === '') {
      const head = this.#head;
      this.#head = null;
      // More follows: the answer itself is still to come.
      if (this.#status < 200 && this.#status !== 101) return;
      this.#judge(answerOf(this.#request ?? { method: '', path: '' }, this.#status, head));
    } else if (this.#head) {
      const [name = '', ...value] = header.split(':');
      const key = name.trim().toLowerCase();
      if (!WANTED.includes(key)) return;
      const earlier = this.#head.get(key);
      const said = value.join(':').trim();
      this.#head.set(key, earlier === undefined ? said : `${earlier}, ${said}`.slice(0, LINE_LENGTH));
    }
  }

  #judge(answer: HttpAnswer): void {
    // A proxy's word on the tunnel. If it refuses, git says so.
    if (answer.method === 'CONNECT') return;
    if (isOfGit(answer, this.service)) {
      if (answer.method === 'GET') this.#isAdvertised = true;
      return;
    }
    this.refused = answer;
    if (answer.status < 300) this.onStrange(answer);
  }
}

/** The only answers that count: status 200 and the content type of what was asked. */
function isOfGit({ method, path, status, contentType }: HttpAnswer, service: AskedService): boolean {
  if (status !== 200) return false;
  const type = `application/x-${service}-${method === 'GET' ? 'advertisement' : 'result'}`;
  if (method === 'GET') return path.endsWith(`/info/refs?service=${service}`) && contentType === type;
  return method === 'POST' && path.endsWith(`/${service}`) && contentType === type;
}

function answerOf(
  request: { method: string; path: string },
  status: number,
  head: ReadonlyMap<string, string>,
): HttpAnswer {
  return {
    ...request,
    status,
    contentType:
      head
        .get('content-type')
        ?.replace(/;[^,]*/g, '')
        .replace(/\s/g, '')
        .toLowerCase() || null,
    location: head.get('location') || null,
    retryAfterSeconds: retryAfterSeconds(head.get('retry-after'), head.get('date')),
  };
}

/** What to say if something answered that is no git server; kind `not_found`. */
export function notGit(host: string, answer: HttpAnswer | null): AppError {
  const type = answer?.contentType ?? null;
  const kind = type === null ? 'no content type' : CONTENT_TYPE.test(type) ? type : 'an odd content type';
  const what = answer === null ? '' : ` (HTTP ${answer.status}, ${kind})`;
  return new AppError(
    'upstream',
    `What ${host} answers at this address is not a git repository${what}. Check the address: only a git server with the "smart" protocol is believed.`,
    { kind: 'not_found' },
  );
}
