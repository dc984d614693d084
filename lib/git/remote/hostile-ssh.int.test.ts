// Servers that misbehave over ssh, behind a real sshd: the same limits as over HTTP, whoever speaks for git.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { line } from '@/e2e/servers/git/raw-upstream';
import { makeKey, type SshServer, startSshServer } from '@/e2e/servers/ssh';
import { measure } from '@/e2e/servers/watch-memory';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { listRemoteRefs } from './remote-refs';

const MIB = 1024 ** 2;
/** What one git may have here. */
const MOST = 160 * MIB;
/** What all that runs may take: well below a tenth of the machine. */
const FEW = Math.min(2 * MOST, 0.08 * totalmem());
process.env.FRESHET_GIT_MEMORY_BYTES = String(MOST);

const limits = { timeoutMs: 100_000, maxBytes: 1024 * MIB };
const tooLarge = { code: 'limit', kind: 'too_large', retryable: false };
const servers: SshServer[] = [];
let root: string;
let repo: GitRepo;
let mirrors = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-hostile-ssh-'));
  const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24));
  repo = await createRepo(root, 'org/repo', { 'noise.bin': noise });
  await makeKey(path.join(root, 'ssh', 'id_ed25519'));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(root, { recursive: true, force: true });
});

/** The repository on a server that answers with what a line of shell writes. */
async function answeringWith(answer: string): Promise<ValidatedRemote> {
  const server = await startSshServer({ root, folder: path.join(root, `sshd-${servers.length}`), answer });
  servers.push(server);
  await server.authorize(await readFile(path.join(root, 'ssh', 'id_ed25519.pub'), 'utf8'));
  return await validateRemote(`${server.url}/${repo.name}`, { allowedHosts: ['127.0.0.1'], dataDir: root });
}

/** Writes a file for a server to answer with, and returns its name in a line of shell. */
async function prepared(name: string, content: string): Promise<string> {
  await writeFile(path.join(root, name), content);
  return `"${path.join(root, name)}"`;
}

const hex = (n: number) => n.toString(16).padStart(40, '0');
const CAPABILITIES = '\0symref=HEAD:refs/heads/main agent=raw\n';
const names = Array.from({ length: 16_000 }, (_, n) => line(`${hex(n)} refs/heads/b${n}\n`)).join('');
const pulls = Array.from({ length: 16_000 }, (_, n) => line(`${hex(n)} refs/pull/${n}/head\n`)).join('');
/** As the two versions of the protocol begin; by the second git asks before it is told. */
const FIRST = line(`${hex(1)} HEAD${CAPABILITIES}`);
const SECOND = `${line('version 2\n')}${line('ls-refs\n')}${line('fetch\n')}0000`;

it.runIf(process.platform === 'linux').each([
  ['of branches', FIRST, names],
  ['of branches, protocol 2', SECOND, names],
  ['of what is neither branch nor tag', FIRST, pulls],
])('a list without end is refused: %s', async (what, head, block) => {
  const file = what.replaceAll(/\W/g, '-');
  const [first, over] = [await prepared(`${file}.head`, head), await prepared(`${file}.block`, block)];
  const remote = await answeringWith(`cat ${first}; while cat ${over}; do :; done`);
  for (const ask of [
    () => listRemoteRefs(remote, limits),
    () => cloneMirror(remote, mirrorDir(root, `mirror-${++mirrors}`), limits),
  ]) {
    const { error, largest, total } = await measure(ask);
    expect(error).toMatchObject(tooLarge);
    expect(largest / MIB).toBeLessThan(MOST / MIB + 48);
    expect(total / MIB).toBeLessThan(FEW / MIB);
  }
});

it.each([
  ['a pack that trickles', 'left.slice(0, 20)'],
  ['signs of life alone', JSON.stringify(line('\u0002still counting\r'))],
])('a fetch gives its place back: %s', async (what, next) => {
  // All before the pack comes at once; of what follows a few bytes at a time.
  const script = `
    let left = '';
    let isPack = false;
    process.stdout.on('error', () => process.exit());
    process.stdin.setEncoding('latin1').on('data', (text) => {
      if (isPack) left += text;
      const at = text.indexOf('packfile\\n') + 9;
      if (isPack || at < 9) return isPack || process.stdout.write(text, 'latin1');
      isPack = true;
      process.stdout.write(text.slice(0, at), 'latin1');
      left = text.slice(at);
      setInterval(() => {
        process.stdout.write(${next}, 'latin1');
        left = left.slice(20);
      }, 100);
    });
  `;
  const slow = await prepared(`${what.replaceAll(/\W/g, '-')}.mjs`, script);
  const remote = await answeringWith(`git upload-pack "$repository" | "${process.execPath}" ${slow}`);
  expect((await listRemoteRefs(remote, limits)).headSha).toBe(await repo.tip());
  const rule = { bytesPerSecond: 1_000_000, ms: 1500 };
  const cloning = cloneMirror(remote, mirrorDir(root, `mirror-${++mirrors}`), { ...limits, slow: rule });
  const error = await cloning.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'upstream', kind: 'timeout', retryable: true });
  expect(String(error)).toContain('FRESHET_SLOW_FETCH_BYTES_PER_SECOND');
});
