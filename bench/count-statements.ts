// Stands between a client and a Postgres, and counts what the client asks: statements, and round trips that it waits for.
import { connect, createServer, type Socket } from 'node:net';

export interface Counted {
  statements: number;
  /** How often the client sent something after it had an answer to all that it had sent before. */
  roundTrips: number;
  /** What the statements say that were sent to be parsed, since the last `reset`. */
  texts: string[];
}

export interface StatementCounter {
  /** Address of the database through the counter. */
  url: string;
  counted: Counted;
  reset: () => void;
  close: () => void;
}

/** Listens on a free loopback port; `url` is that of the server behind. */
export async function countStatements(url: string): Promise<StatementCounter> {
  const behind = new URL(url);
  const counted: Counted = { statements: 0, roundTrips: 0, texts: [] };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(behind.port || 5432), behind.hostname);
    const read = readMessages(counted);
    let isAnswered = true;
    client.on('data', (data) => {
      if (isAnswered) counted.roundTrips++;
      isAnswered = false;
      read(data);
    });
    upstream.on('data', () => {
      isAnswered = true;
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(address && typeof address === 'object' ? address.port : 0);
  return {
    url: through.href,
    counted,
    reset: () => Object.assign(counted, { statements: 0, roundTrips: 0, texts: [] }),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Reads the frontend's messages of one connection, in whatever pieces they come; the first has no type. */
function readMessages(counted: Counted): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isStarted = false;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      const type = isStarted ? String.fromCharCode(rest[0]!) : '';
      if (type === 'E' || type === 'Q') counted.statements++;
      // A parse begins with the statement's name.
      if (type === 'Q') counted.texts.push(textAt(rest, 5));
      if (type === 'P') counted.texts.push(textAt(rest, rest.indexOf(0, 5) + 1));
      isStarted = true;
      rest = rest.subarray(length);
    }
  };
}

function textAt(message: Buffer, start: number): string {
  return message.toString('utf8', start, message.indexOf(0, start)).replace(/\s+/g, ' ').trim();
}
