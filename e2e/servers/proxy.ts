// A proxy on loopback, for tests: tunnels (CONNECT) and plain requests, to places of the test's own.
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ProxyServer {
  url: string;
  /** What was asked for: `CONNECT host:port`, or the method and the whole address. */
  asked: string[];
  /** `host:port` as it is asked for → the port of 127.0.0.1 that it leads to. */
  routes: Map<string, number>;
  /** `user:password` that it wants; null for none. */
  credentials: string | null;
  /** The status of its answer to CONNECT; 200 unless set. */
  connectStatus: number;
  close(): Promise<void>;
}

export async function startProxy(): Promise<ProxyServer> {
  const sockets = new Set<Socket>();
  const isKnown = (headers: IncomingHttpHeaders) => {
    if (proxy.credentials === null) return true;
    const value = (headers['proxy-authorization'] ?? '').split(' ')[1] ?? '';
    return Buffer.from(value, 'base64').toString() === proxy.credentials;
  };
  const server = createServer((request, response) => {
    proxy.asked.push(`${request.method} ${request.url}`);
    if (!isKnown(request.headers)) return void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
    const url = new URL(request.url ?? '/', 'http://none.invalid');
    const port = proxy.routes.get(`${url.hostname}:${url.port || 80}`);
    if (port === undefined) return void response.writeHead(502).end('no such place\n');
    const { 'proxy-authorization': _own, ...headers } = request.headers;
    const onward = httpRequest(
      { host: '127.0.0.1', port, method: request.method, path: url.pathname + url.search, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, client: Socket, head) => {
    proxy.asked.push(`CONNECT ${request.url}`);
    client.on('error', () => {});
    const refuse = (status: number) => client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    if (!isKnown(request.headers)) return refuse(407);
    const port = proxy.routes.get(request.url ?? '');
    if (port === undefined) return refuse(502);
    if (proxy.connectStatus !== 200) return refuse(proxy.connectStatus);
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      client.pipe(onward).pipe(client);
    });
    sockets.add(onward);
    onward.on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: ProxyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    routes: new Map(),
    credentials: null,
    connectStatus: 200,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
