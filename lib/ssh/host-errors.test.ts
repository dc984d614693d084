// What ssh, rsync and programs on a host say, and what people are told of it.
import { expect, it } from 'vitest';
import { commandError, HostCommandError, lostConnection, rsyncError, sshError } from './host-errors';

it.each([
  ['deploy@web1: Permission denied (publickey,password).', 'auth', false],
  ['Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures', 'auth', false],
  ['No ED25519 host key is known for web1 and you have requested strict checking.', 'policy', false],
  ['Host key verification failed.', 'policy', false],
  ['Unable to negotiate with 192.0.2.1 port 22: no matching host key type found.', 'policy', false],
  ['ssh: connect to host 192.0.2.1 port 22: Connection refused', 'network', true],
  ['ssh: connect to host 192.0.2.1 port 22: No route to host', 'network', true],
  ['ssh: connect to host 192.0.2.1 port 22: Connection timed out', 'timeout', true],
  ['Connection timed out during banner exchange', 'timeout', true],
  ['Timeout, server 192.0.2.1 not responding.', 'timeout', true],
  ['kex_exchange_identification: Connection closed by remote host', 'network', true],
  ['kex_exchange_identification: banner line contains invalid characters', 'network', false],
  ['client_loop: send disconnect: Broken pipe', 'network', true],
  ['mux_client_request_session: read from master failed: Broken pipe', 'network', true],
])('%s', (log, kind, retryable) => {
  const error = sshError('web1', `${log}\r\n`);
  expect(error).toMatchObject({ code: 'upstream', kind, retryable });
  expect(error?.message).toContain('web1');
  expect(error?.details).toBe(log);
});

it('takes nothing for a refusal that the other side only says in the middle of a line', () => {
  const said = 'Received disconnect from 192.0.2.1 port 22:2: Host key verification failed.';
  expect(sshError('web1', said)).toMatchObject({ kind: 'network', retryable: true });
  expect(sshError('web1', 'something else')).toBeNull();
  expect(lostConnection('web1', '')).toMatchObject({ kind: 'network', retryable: true });
});

it.each([
  ['rsync: [receiver] write failed on "/srv/a": No space left on device (28)', 11, 'disk', false],
  ['rsync: [receiver] mkstemp "/srv/a" failed: Permission denied (13)', 23, 'policy', false],
  ['sh: 1: rsync: not found', 127, 'policy', false],
  ['bash: line 1: rsync: command not found', 12, 'policy', false],
  ['protocol version mismatch -- is your shell clean?', 2, 'policy', false],
  ['rsync error: timeout in data send/receive (code 30)', 30, 'timeout', true],
  ['rsync error: error in rsync protocol data stream (code 12)', 12, 'network', true],
  ['rsync error: unexplained error (code 255)', 255, 'network', true],
  ['rsync error: some files could not be transferred (code 23)', 23, 'internal', false],
])('of rsync: %s', (stderr, exitCode, kind, retryable) => {
  const error = rsyncError('web1', { exitCode, stderr, log: '' });
  expect(error).toMatchObject({ code: 'upstream', kind, retryable });
  expect(error.cause).toBeInstanceOf(HostCommandError);
});

it('believes the ssh below rsync before rsync', () => {
  const stderr = 'rsync: connection unexpectedly closed (0 bytes received so far) [sender]';
  const log = 'deploy@web1: Permission denied (publickey).';
  expect(rsyncError('web1', { exitCode: 255, stderr, log })).toMatchObject({ kind: 'auth' });
});

it('shows what a host says without what could harm a terminal, and not much of it', () => {
  const stderr = `\u001b[2J\u001b]0;owned\u0007${'x'.repeat(100_000)}\nlast words\u0000\n`;
  const error = commandError('web1', 'The release could not be switched', { exitCode: 3, stderr });
  expect(error.message).toBe(
    'The release could not be switched on web1: a command there ended with 3. It said: last words',
  );
  expect(error.cause).toMatchObject({ exitCode: 3 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(error.details).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  expect(error.details?.length).toBeLessThan(3000);
});
