// One HTTP request of Freshet's own and its answer: to an address that an operator has set, or to one that was checked.
import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { authorities } from './authorities';
import { type Outbound, outboundAgent, proxyFor, tunnel } from './outbound';

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** An address with the network addresses that were checked, the one to connect to first. */
export interface CheckedAddress {
  url: URL;
  addresses: readonly string[];
}

const MAX_ANSWER_BYTES = 64 * 1024 ** 2;
/** If only an answer's status is used, so many bytes of the rest are read all the same. */
const MOST_DRAINED = 64 * 1024;

/**
 * Asks an address that an operator has set; returns the whole answer, 64 MiB at most. Redirects are answers like others.
 * Throws what the connection failed with.
 */
export async function ask(url: string, question: Question, outbound: Partial<Outbound>): Promise<Response> {
  const answer = await send(new URL(url), question, { agent: outboundAgent(outbound) });
  const body = await wholeOf(answer, MAX_ANSWER_BYTES);
  const status = answer.statusCode ?? 0;
  const retryAfter = answer.headers['retry-after'];
  return new Response(isBodiless(status) ? null : body, {
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  });
}

/**
 * Sends to the addresses that were checked and nowhere else, whatever DNS says by now; returns the answer's status. No
 * redirect is followed. Throws what the connection failed with.
 */
export async function askPinned(
  { url, addresses }: CheckedAddress,
  question: Question,
  outbound: Partial<Outbound>,
): Promise<number> {
  const answer = await sendPinned({ url, addresses }, question, outbound);
  await drain(answer);
  return answer.statusCode ?? 0;
}

/**
 * As `askPinned`, with the answer's headers and all of its body. Throws also if that is larger than `maxBytes`, or ends
 * before it is whole.
 */
export async function fetchPinned(
  address: CheckedAddress,
  question: Question,
  { maxBytes, ...outbound }: Partial<Outbound> & { maxBytes: number },
): Promise<Response> {
  const answer = await sendPinned(address, question, outbound);
  const body = await wholeOf(answer, maxBytes);
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const status = answer.statusCode ?? 0;
  return new Response(isBodiless(status) ? null : body, { status, headers });
}

async function sendPinned({ url, addresses }: CheckedAddress, question: Question, outbound: Partial<Outbound>) {
  const proxy = proxyFor(addresses, outbound);
  const way: RequestOptions =
    proxy === undefined
      ? { agent: false, lookup: pinned(addresses) }
      : through(tunnel(proxy, outbound), url, addresses[0]);
  const headers = { ...question.headers, host: url.host };
  return await send(url, { ...question, headers }, { ca: authorities(outbound.authorities), ...way });
}

async function wholeOf(answer: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** These have no body, and a Response insists on it. */
function isBodiless(status: number): boolean {
  return [204, 205, 304].includes(status);
}

async function send(url: URL, { method = 'GET', headers, body, signal }: Question, way: RequestOptions) {
  const { request } = url.protocol === 'https:' ? https : http;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(url, { method, signal, headers: { ...headers, ...length }, ...way });
    call.once('response', resolve);
    // An error may come after the answer too, and must not go unhandled then.
    call.on('error', reject);
    // An answer that changes the protocol ends the connection without either.
    call.once('close', () => reject(new Error('closed without an answer')));
    call.end(body);
  });
}

/** The proxy is asked for the address that was checked; the name is for the certificate. */
function through(agent: http.Agent, url: URL, address: string | undefined): RequestOptions {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  return { agent, hostname: address ?? name, ...(isIP(name) ? {} : { servername: name }) };
}

/** Instead of DNS, which may say something else by now. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, callback) => {
    if (options.all) return callback(null, all);
    callback(null, all[0]?.address ?? '', all[0]?.family);
  };
}

async function drain(answer: IncomingMessage): Promise<void> {
  let size = 0;
  try {
    for await (const part of answer) {
      size += (part as Buffer).length;
      if (size > MOST_DRAINED) return;
    }
  } catch {
    // The status has been said: what the rest of the answer would be does not matter.
  }
}
