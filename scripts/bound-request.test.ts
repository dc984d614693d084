// How long a request may take to come in.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { boundRequest } from './bound-request.mjs';

const server = createServer((request, response) => {
  boundRequest(request, response, 50);
  request.resume().on('end', () => response.end('all of it came'));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends a head that promises ten bytes, and none of them until `rest` says so; resolves with all that is answered. */
async function ask(target: string, rest: Promise<unknown> | null): Promise<string> {
  const seen = rest && (once(server, 'request') as Promise<[IncomingMessage]>);
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\nconnection: close\r\n\r\n`);
  let text = '';
  socket.setEncoding('latin1').on('data', (part) => {
    text += part;
  });
  const ended = once(socket, 'close');
  if (rest) {
    await seen;
    await rest;
    socket.write('0123456789');
  }
  await ended;
  return text;
}

it('ends one that does not come in', async () => {
  expect(await ask('/api/v1/repos', null)).toContain('408');
});

it('leaves what gits send to those who know how fast it comes', async () => {
  // Long after the limit of the others, which is over as soon as one of them has been ended.
  const later = ask('/api/v1/repos', null);
  expect(await ask('/acme/rivers.git/git-receive-pack', later)).toContain('all of it came');
});
