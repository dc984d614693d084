// What one ssh connection is given: the keys that its host may show, and an agent that lends it a key to sign in with.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@/lib/files/plain-file';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { type SshAgent, startAgent } from './agent';
import { type HostKeys, keysIn } from './host-keys';

export interface SshSession {
  /** Socket of the agent; undefined: the server's own key file is used. */
  agent: string | undefined;
  /** A known_hosts file. */
  knownHosts: string;
  /** The host has to show one of the keys in it; otherwise it is pinned to the one that it shows. */
  isKnown: boolean;
  /** Pins the host to the key that it showed, if it was known by none. Throws what the store of keys throws. */
  pin(): Promise<void>;
  /** Pins what was new, and leaves nothing behind. Throws what the store of keys throws. */
  close(): Promise<void>;
}

export interface SshTarget {
  /** As in known_hosts. */
  host: string;
  /** Folder of the server's own key, and of the known_hosts of older versions. */
  folder: string;
  /** Without it hosts are pinned in that file. */
  hostKeys: HostKeys | undefined;
  /** A key to sign in with, PKCS #8. */
  privateKey: string | undefined;
}

/** Throws AppError if the key cannot be read or there is no room for its socket. */
export async function openSession(target: SshTarget): Promise<SshSession> {
  await mkdir(target.folder, { recursive: true, mode: 0o700 });
  const agent = target.privateKey === undefined ? null : await startAgent(target.privateKey);
  try {
    return target.hostKeys === undefined ? fromFile(target, agent) : await fromStore(target, target.hostKeys, agent);
  } catch (error) {
    await agent?.close();
    throw error;
  }
}

function fromFile({ folder }: SshTarget, agent: SshAgent | null): SshSession {
  return {
    agent: agent?.socket,
    knownHosts: path.join(folder, 'known_hosts'),
    isKnown: false,
    pin: async () => {},
    close: async () => await agent?.close(),
  };
}

async function fromStore({ host, folder }: SshTarget, store: HostKeys, agent: SshAgent | null): Promise<SshSession> {
  const known = await knownKeys(host, folder, store);
  const own = await makeTemporaryFolder();
  const knownHosts = path.join(own, 'known_hosts');
  await writeFile(knownHosts, known.map((key) => `${host} ${key}\n`).join(''), { mode: 0o600 });
  const firstShown = async () =>
    known.length > 0 ? undefined : keysIn((await readFile(knownHosts, 'utf8').catch(absent)) ?? '', host)[0];
  return {
    agent: agent?.socket,
    knownHosts,
    isKnown: known.length > 0,
    async pin() {
      const first = await firstShown();
      if (first !== undefined) await store.pin(host, first);
    },
    async close() {
      await agent?.close();
      const first = await firstShown();
      await tidyAway(own);
      if (first !== undefined) await store.pin(host, first);
    },
  };
}

/** A host that an older version has pinned stays pinned to that key. */
async function knownKeys(host: string, folder: string, store: HostKeys): Promise<readonly string[]> {
  const known = await store.known(host);
  if (known.length > 0) return known;
  const [pinned] = keysIn((await readFile(path.join(folder, 'known_hosts'), 'utf8').catch(absent)) ?? '', host);
  if (pinned === undefined) return [];
  await store.pin(host, pinned);
  return [pinned];
}
