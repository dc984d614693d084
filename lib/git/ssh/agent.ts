// Lends ssh one private key without ever writing it down: an agent of our own, which signs and hands out nothing.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { KEY_TYPE, publicBlob, sshString } from './ssh-key';

export interface SshAgent {
  /** Where ssh finds it; in a folder that this account alone may look into. */
  socket: string;
  close(): Promise<void>;
}

/** Of the agent protocol (draft-ietf-sshm-ssh-agent): what ssh asks for a sign-in. */
const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES = 12;
const SIGN_REQUEST = 13;
const SIGNATURE = 14;
/** What is signed holds little more than a user name and a key. */
const MOST_BYTES = 64 * 1024;

/**
 * Starts an agent that holds one ed25519 key (PKCS #8, PEM) until it is closed. If this process is killed, nothing is left
 * but a folder with a socket that nobody answers. Throws AppError (kind `auth` for a key that cannot be read).
 */
export async function startAgent(privateKey: string): Promise<SshAgent> {
  const key = readKey(privateKey);
  const folder = await makeTemporaryFolder();
  const socket = path.join(folder, 'agent');
  const open = new Set<Socket>();
  const server = createServer((connection) => {
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    connection.on('error', () => connection.destroy());
    serve(connection, key);
  });
  const close = async () => {
    for (const connection of open) connection.destroy();
    server.close();
    await tidyAway(folder);
  };
  try {
    await listen(server, socket);
    return { socket, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function readKey(privateKey: string): KeyObject {
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What a parser says of a private key stays here.
  }
  throw new AppError('invalid', 'The stored ssh key cannot be read. Make a new one in its place.', { kind: 'auth' });
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
    // A request under way holds the process; the agent for it does not.
    server.unref();
  });
}

function serve(connection: Socket, key: KeyObject): void {
  let held = Buffer.alloc(0);
  connection.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4) {
      const length = held.readUInt32BE(0);
      if (length < 1 || length > MOST_BYTES) {
        connection.destroy();
        return;
      }
      if (held.length < 4 + length) return;
      connection.write(sshString(answer(held.subarray(4, 4 + length), key)));
      held = held.subarray(4 + length);
    }
  });
}

function answer(message: Buffer, key: KeyObject): Buffer {
  const [type] = message;
  if (type === REQUEST_IDENTITIES) {
    const one = Buffer.from([IDENTITIES, 0, 0, 0, 1]);
    return Buffer.concat([one, sshString(publicBlob(key)), sshString('freshet')]);
  }
  const [wanted, data] = type === SIGN_REQUEST ? readStrings(message.subarray(1)) : [];
  if (wanted === undefined || data === undefined || !wanted.equals(publicBlob(key))) return Buffer.from([FAILURE]);
  const signature = Buffer.concat([sshString(KEY_TYPE), sshString(sign(null, data, key))]);
  return Buffer.concat([Buffer.from([SIGNATURE]), sshString(signature)]);
}

/** The first two, if they are whole. */
function readStrings(bytes: Buffer): [Buffer?, Buffer?] {
  const found: Buffer[] = [];
  let at = 0;
  while (found.length < 2 && at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return [found[0], found[1]];
}
