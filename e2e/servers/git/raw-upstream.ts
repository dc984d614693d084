// An upstream that says over HTTP exactly what it is told to: any list of refs, any pack.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { createGzip, gunzipSync } from 'node:zlib';

export interface RawUpstream {
  /** `http://127.0.0.1:<port>/org/raw.git` */
  url: string;
  port: number;
  refs: Map<string, string>;
  pack: Buffer;
  /** What is listed instead of `refs`, without an end if it has none; `isZipped` sends it compressed. */
  flood: { version: 1 | 2; isZipped: boolean } | null;
  /** What a fetch is answered with over and over instead of a pack; null for the pack. */
  keepAlive: string | null;
  /** Bytes of floods that were taken from us so far. */
  sent: number;
  close(): Promise<void>;
}

const CAPABILITIES = 'ofs-delta symref=HEAD:refs/heads/main agent=raw';

export async function startRawUpstream(): Promise<RawUpstream> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('latin1');
      answer(request.url ?? '', text, response);
    });
  });
  const answer = (url: string, body: string, response: ServerResponse) => {
    const isList = url.includes('/info/refs');
    const kind = isList ? 'advertisement' : 'result';
    const headers = { 'content-type': `application/x-git-upload-pack-${kind}` };
    const isFlood = upstream.flood && (upstream.flood.version === 1 ? isList : body.includes('command=ls-refs'));
    if (upstream.flood && isFlood) {
      response.writeHead(200, { ...headers, ...(upstream.flood.isZipped ? { 'content-encoding': 'gzip' } : {}) });
      return flood(response, upstream);
    }
    response.writeHead(200, headers);
    if (!isList && upstream.keepAlive !== null) return keepBusy(response, upstream);
    if (!isList)
      return response.end(
        body.includes('done') ? Buffer.concat([Buffer.from('0008NAK\n'), upstream.pack]) : '0008NAK\n',
      );
    const service = `${line('# service=git-upload-pack\n')}0000`;
    if (upstream.flood)
      return response.end(`${service}${line('version 2\n')}${line('ls-refs\n')}${line('fetch\n')}0000`);
    const lines = [...upstream.refs].map(([name, sha], i) =>
      line(
        `${sha} ${name}${i === 0 ? `\0${upstream.keepAlive === null ? '' : 'side-band-64k '}${CAPABILITIES}` : ''}\n`,
      ),
    );
    response.end(`${service}${lines.join('')}0000`);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const upstream: RawUpstream = {
    url: `http://127.0.0.1:${port}/org/raw.git`,
    port,
    refs: new Map(),
    pack: Buffer.alloc(0),
    flood: null,
    keepAlive: null,
    sent: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

export function line(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}

function hex(n: number): string {
  return n.toString(16).padStart(40, '0');
}

/** The same refs over and over, for ever. */
function flood(response: ServerResponse, upstream: RawUpstream): void {
  const zip = upstream.flood?.isZipped ? createGzip({ level: 1 }) : null;
  (zip as Readable | null)?.pipe(response);
  const into = zip ?? response;
  into.on('error', () => {});
  if (upstream.flood?.version === 1) into.write(`${line('# service=git-upload-pack\n')}0000`);
  const lines = Array.from({ length: 16_000 }, (_, n) => line(`${hex(n)} refs/heads/b${n}\n`));
  const block = Buffer.from(lines.join(''));
  const more = () => {
    while (!response.destroyed) {
      upstream.sent += block.length;
      if (!into.write(block)) {
        into.once('drain', () => setImmediate(more));
        return;
      }
    }
    zip?.destroy();
  };
  more();
}

/** Says that it is still there, ten times a second, for as long as that is wanted. */
function keepBusy(response: ServerResponse, upstream: RawUpstream): void {
  response.write('0008NAK\n');
  const timer = setInterval(() => response.write(upstream.keepAlive ?? ''), 100);
  response.on('close', () => clearInterval(timer));
}
