import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { access, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SshAgent, startAgent } from './agent';
import { makeSshKey, publicBlob, type SshKeyPair, sshString } from './ssh-key';

let key: SshKeyPair;
let agent: SshAgent;
beforeEach(async () => {
  key = await makeSshKey('test');
  agent = await startAgent(key.privateKey);
});
afterEach(() => agent.close());

/** What it answers, without the length before it. */
function ask(...messages: Buffer[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const connection = connect(agent.socket);
    const chunks: Buffer[] = [];
    connection.on('error', reject);
    connection.on('close', () => resolve(Buffer.concat(chunks)));
    connection.on('data', (chunk) => {
      chunks.push(chunk);
      connection.end();
    });
    for (const message of messages) connection.write(message);
  });
}

const request = (type: number, ...parts: Buffer[]) => sshString(Buffer.concat([Buffer.from([type]), ...parts]));

it('is one that ssh-add knows, and lies in a folder of its own', async () => {
  const { stdout } = await promisify(execFile)('ssh-add', ['-L'], {
    env: { ...process.env, SSH_AUTH_SOCK: agent.socket },
  });
  expect(stdout.split(' ')[1]).toBe(key.publicKey.split(' ')[1]);
  expect((await stat(path.dirname(agent.socket))).mode & 0o777).toBe(0o700);
});

it('signs, by whatever pieces it is asked in', async () => {
  const data = Buffer.from('a session, and who signs in');
  const blob = Buffer.from(key.publicKey.split(' ')[1] ?? '', 'base64');
  const asked = request(13, sshString(blob), sshString(data), Buffer.alloc(4));
  const answer = await ask(asked.subarray(0, 3), asked.subarray(3, 40), asked.subarray(40));
  expect(answer[4]).toBe(14);
  expect(verify(null, data, createPublicKey(key.privateKey), answer.subarray(-64))).toBe(true);
});

it('signs by no other key, and does nothing else', async () => {
  const other = await makeSshKey('other');
  const blob = publicBlob(createPrivateKey(other.privateKey));
  expect(await ask(request(13, sshString(blob), sshString('x'), Buffer.alloc(4)))).toEqual(request(5));
  for (const type of [1, 17, 18, 19, 25, 27, 255]) expect(await ask(request(type))).toEqual(request(5));
  expect(await ask(request(13, Buffer.from([0xff, 0xff, 0xff, 0xff])))).toEqual(request(5));
});

it('ends a connection that claims more than anybody asks', async () => {
  expect(await ask(Buffer.from([0xff, 0xff, 0xff, 0xff, 11]))).toHaveLength(0);
  expect(await ask(Buffer.alloc(4))).toHaveLength(0);
});

it('leaves nothing, and takes no key but its own kind', async () => {
  await agent.close();
  await expect(access(path.dirname(agent.socket))).rejects.toThrow('ENOENT');
  await expect(startAgent('not a key')).rejects.toMatchObject({ kind: 'auth' });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await expect(startAgent(other)).rejects.toMatchObject({ kind: 'auth' });
});
