import { describe, expect, it } from 'vitest';
import { progressReader } from '@/lib/git/remote/progress';
import { gitError, statusError } from './errors';

const from = (stderr: string, exitCode: number | null = 128, signal: NodeJS.Signals | null = null) =>
  gitError({ verb: 'fetch', exitCode, signal, stderr, host: 'git.example' });

describe('what git says', () => {
  it.each([
    ["fatal: could not read Username for 'https://git.example': terminal prompts disabled", 'upstream', 'auth', false],
    ["fatal: Authentication failed for 'https://git.example/r/'", 'upstream', 'auth', false],
    ['git@git.example: Permission denied (publickey).', 'upstream', 'auth', false],
    [
      'remote: fatal: write error: No space left on device\nfatal: the remote end hung up unexpectedly',
      'upstream',
      'network',
      true,
    ],
    ['fatal: remote error: unable to create temporary file: Permission denied', 'upstream', 'network', true],
    [
      'ERROR: could not open the repository: Permission denied\nfatal: Could not read from remote repository.',
      'upstream',
      'network',
      true,
    ],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'upstream', 'policy', false],
    [
      "remote: Repository not found.\nfatal: repository 'https://git.example/r/' not found",
      'upstream',
      'not_found',
      false,
    ],
    ["fatal: '/r' does not appear to be a git repository", 'upstream', 'not_found', false],
    ["fatal: unable to access 'https://x/': Could not resolve host: git.example", 'upstream', 'network', true],
    ["fatal: unable to access 'https://x/': Failed to connect to git.example port 443", 'upstream', 'network', true],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", 'upstream', 'auth', false],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 502", 'upstream', 'network', true],
    ['error: RPC failed; HTTP 500 curl 22 The requested URL returned error: 500', 'upstream', 'network', true],
    ["fatal: unable to access 'https://x/': server certificate verification failed.", 'upstream', 'network', false],
    ["fatal: unable to access 'https://x/': Operation too slow. Less than 1 bytes/sec", 'upstream', 'timeout', true],
    ['fatal: early EOF\nfatal: fetch-pack: invalid index-pack output', 'upstream', 'network', true],
    ['fatal: early EOF\nfatal: index-pack failed', 'upstream', 'network', true],
    ['fatal: the remote end hung up unexpectedly', 'upstream', 'network', true],
    ['fatal: write error: No space left on device\nfatal: index-pack failed', 'internal', 'disk', false],
    [
      "fatal: prepare: cannot update ref 'refs/heads/x': couldn't write '/m/refs/heads/x.lock'",
      'internal',
      'disk',
      false,
    ],
    ['fatal: fetch-pack: invalid index-pack output', 'internal', 'disk', false],
    ['error: index-pack died of signal 25\nfatal: index-pack failed', 'internal', 'disk', false],
    ['error: unable to open object pack directory: /m/objects/pack: Permission denied', 'internal', 'disk', false],
    ["fatal: Unable to create '/m/packed-refs.lock': Permission denied", 'internal', 'disk', false],
    ['error: insufficient permission for adding an object to repository database', 'internal', 'disk', false],
    [
      'error: object 0123456789012345678901234567890123456789: hasDotdot: contains ..\nfatal: fsck error in packed object',
      'upstream',
      'corrupt',
      false,
    ],
    ["fatal: transport 'ext' not allowed", 'invalid', 'policy', false],
    ["fatal: Unable to create '/m/packed-refs.lock': File exists.", 'conflict', 'internal', true],
    ['fatal: unexpected line in /m/packed-refs: noise', 'internal', 'corrupt', true],
    ['fatal: unterminated line in /m/packed-refs: noise', 'internal', 'corrupt', true],
    ['fatal: loose object abc (stored in x) is corrupt', 'internal', 'corrupt', true],
    ['error: source repository is shallow, reject to clone.', 'upstream', 'policy', false],
    ['fatal: something never seen before', 'internal', 'internal', true],
  ])('%s', (stderr, code, kind, retryable) => {
    expect(from(stderr)).toMatchObject({ code, kind, retryable });
  });

  it('names what the safety check refused, and nothing else of what was said', () => {
    const error = from(
      "error: object 0123456789012345678901234567890123456789: hasDotdot: contains '..'\nfatal: fsck error",
    );
    expect(error.message).toContain('(hasDotdot)');
    expect(from('fatal: Authentication failed for https://user:pw@git.example/r').message).not.toContain('pw');
    expect(String(from('fatal: Authentication failed for https://user:pw@git.example/r').cause)).not.toContain('pw');
  });

  it('a crash is a limit, not a retry for ever', () => {
    expect(from('', null, 'SIGSEGV')).toMatchObject({ code: 'limit', kind: 'too_large', retryable: false });
  });

  it('a status keeps how long to wait', () => {
    expect(statusError(429, 'git.example', { retryAfterSeconds: 30 })).toMatchObject({
      retryable: true,
      retryAfterSeconds: 30,
    });
  });
});

describe('progress lines', () => {
  const numbers = (...pieces: string[]) => {
    const seen: number[][] = [];
    const read = progressReader(({ done, total }) => seen.push([done, total]));
    for (const piece of pieces) read(piece);
    return seen;
  };

  it('are read across pieces, the last one of each piece counting', () => {
    expect(
      numbers(
        'Receiving obj',
        'ects:  10% (1/10)\rReceiving objects:  30% (3/10)\rReceiving',
        ' objects:  70% (7/10), 1.20 MiB | 1.00 MiB/s\rnoise\n',
        'Receiving objects: 100% (10/10), done.\nResolving deltas:   0% (0/4)\r',
        'Resolving deltas: 100% (4/4), done.\n',
      ),
    ).toEqual([
      [2, 10],
      [6, 10],
      [9, 10],
      [10, 10],
    ]);
  });

  it('of the other side, which counts anew in each of its phases, are passed by', () => {
    expect(
      numbers(
        'remote: Enumerating objects: 10, done.\nremote: Counting objects: 100% (10/10)\r',
        'remote: Compressing objects: 100% (10/10)\r',
        'Receiving objects:  50% (5/10)\r',
      ),
    ).toEqual([[4, 10]]);
  });

  it('never go back', () => {
    expect(
      numbers(
        'Receiving objects: 100% (10/10)\r',
        'Resolving deltas:  50% (1/2)\r',
        'Receiving objects:  50% (5/10)\r',
      ),
    ).toEqual([
      [9, 10],
      [9, 10],
      [9, 10],
    ]);
  });
});
