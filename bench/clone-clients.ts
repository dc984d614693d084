// Many that clone at once, as other machines would: in a process of their own, of the lowest priority, that asks what
// git asks (protocol 2, --depth=1) and takes what comes, and leaves unpacking it to them.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { FLUSH, packet } from '@/lib/git/serve/packets';

const DELIMITER = '0001';

export interface CloneOutcome {
  done: number;
  failed: number;
  /** Of packs, of all of them together. */
  bytes: number;
}

/** Resolves once each of them has all of its pack, or has failed. */
export async function cloneElsewhere(url: string, clients: number): Promise<CloneOutcome> {
  const child: ChildProcess = fork(import.meta.filename, [url, String(clients)], { execArgv: ['--import', 'tsx'] });
  const [outcome] = (await once(child, 'message')) as [CloneOutcome];
  await once(child, 'exit');
  return outcome;
}

async function cloneAll(url: string, clients: number): Promise<CloneOutcome> {
  const packs = await Promise.allSettled(Array.from({ length: clients }, () => clone(url)));
  const whole = packs.flatMap((pack) => (pack.status === 'fulfilled' ? [pack.value] : []));
  return {
    done: whole.length,
    failed: clients - whole.length,
    bytes: whole.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** Returns the bytes of the pack. Throws an Error if it does not come to its end. */
async function clone(url: string): Promise<number> {
  await ask(`${url}/info/refs?service=git-upload-pack`);
  const refs = await ask(`${url}/git-upload-pack`, [
    'command=ls-refs\n',
    'object-format=sha1',
    DELIMITER,
    'peel\n',
    'symrefs\n',
    'ref-prefix HEAD\n',
  ]);
  const head = /^[0-9a-f]{4}([0-9a-f]{40}) HEAD/.exec(refs.toString('latin1'))?.[1];
  if (!head) throw new Error('There is no HEAD to clone.');
  const pack = await ask(`${url}/git-upload-pack`, [
    'command=fetch',
    'object-format=sha1',
    DELIMITER,
    'thin-pack',
    'no-progress',
    'ofs-delta',
    'deepen 1\n',
    `want ${head}\n`,
    'done\n',
  ]);
  if (!pack.includes('packfile\n') || pack.subarray(-4).toString('latin1') !== FLUSH) {
    throw new Error('The pack broke off.');
  }
  return pack.length;
}

/** The whole answer; with `lines` as pkt-lines in a POST. Throws an Error for any answer but 200. */
async function ask(url: string, lines?: string[]): Promise<Buffer> {
  const body = lines && [...lines.map((line) => (line === DELIMITER ? line : packet(line))), FLUSH].join('');
  const headers = { 'git-protocol': 'version=2', 'content-type': 'application/x-git-upload-pack-request' };
  const response = await fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body });
  const answer = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status}: ${answer.toString()}`);
  return answer;
}

if (process.send) {
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  const [url = '', clients = '0'] = process.argv.slice(2);
  process.send(await cloneAll(url, Number(clients)), () => process.disconnect());
}
