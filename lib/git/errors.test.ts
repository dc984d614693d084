import { describe, expect, it } from 'vitest';
import { gitError, statusError } from './errors';
import { progressReader } from './progress';

const from = (stderr: string, exitCode: number | null = 128, signal: NodeJS.Signals | null = null) =>
  gitError({ verb: 'fetch', exitCode, signal, stderr, host: 'git.example' });

describe('what git says', () => {
  it.each([
    ["fatal: could not read Username for 'https://git.example': terminal prompts disabled", 'upstream', 'auth', false],
    ["fatal: Authentication failed for 'https://git.example/r/'", 'upstream', 'auth', false],
    ['git@git.example: Permission denied (publickey).', 'upstream', 'auth', false],
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
    ['fatal: early EOF\nfatal: index-pack failed', 'upstream', 'network', true],
    ['fatal: the remote end hung up unexpectedly', 'upstream', 'network', true],
    ['fatal: write error: No space left on device\nfatal: index-pack failed', 'internal', 'disk', false],
    [
      'error: object 0123456789012345678901234567890123456789: hasDotdot: contains ..\nfatal: fsck error in packed object',
      'upstream',
      'corrupt',
      false,
    ],
    ["fatal: transport 'ext' not allowed", 'invalid', 'policy', false],
    ["fatal: Unable to create '/m/packed-refs.lock': File exists.", 'conflict', 'internal', true],
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
    expect(statusError(429, 'git.example', undefined, 30)).toMatchObject({ retryable: true, retryAfterSeconds: 30 });
  });
});

describe('progress lines', () => {
  it('are read across pieces, the last one of each piece counting', () => {
    const seen: unknown[] = [];
    const read = progressReader((progress) => seen.push(progress));
    read('remote: Enumerating objects: 10, done.\nremote: Counting obj');
    read('ects:  50% (5/10)\rremote: Counting objects: 100% (10/10)\rReceiving');
    read(' objects:  30% (3/10), 1.20 MiB | 1.00 MiB/s\rnoise\n');
    read('Resolving deltas: 100% (4/4), done.\n');
    expect(seen).toEqual([
      { stage: 'counting', done: 10, total: null, unit: 'objects' },
      { stage: 'counting', done: 10, total: 10, unit: 'objects' },
      { stage: 'receiving', done: 3, total: 10, unit: 'objects' },
      { stage: 'resolving', done: 4, total: 4, unit: 'deltas' },
    ]);
  });
});
