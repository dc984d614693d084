// Sockets for postgres.js, which recovers from one that fails and never from a socket function that throws.
import net from 'node:net';

/**
 * Connects to a unix socket, or throws. A break later shows as `close` alone: between `error` and `close`
 * postgres.js would still send queries, which then fail, while after `close` they wait for the next connection.
 */
export function connectSocket(path: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      const emit = socket.emit.bind(socket) as (...values: unknown[]) => boolean;
      socket.emit = (event: unknown, ...values: unknown[]) => event === 'error' || emit(event, ...values);
      resolve(socket);
    });
  });
}

/** A socket that reports `error` once somebody listens. */
export function failedSocket(error: Error): net.Socket {
  const socket = new net.Socket();
  setImmediate(() => socket.destroy(error));
  return socket;
}
