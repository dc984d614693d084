// What hosts, git, curl and ssh really say, as people have reported it, and what is made of it.
import { describe, expect, it } from 'vitest';
import type { SyncErrorKind } from '@/lib/errors';
import { gitError } from './errors';

const HOST = 'git.example';
const read = (stderr: string, hasToken = false) =>
  gitError({ verb: 'fetch', exitCode: 128, signal: null, stderr, host: HOST, given: hasToken ? 'token' : null });
const BROKEN = 'fatal: early EOF\nfatal: fetch-pack: invalid index-pack output\n';

type Row = [stderr: string, kind: SyncErrorKind, isRetried: boolean, says: RegExp];

const REAL: Record<string, Row[]> = {
  'damage and shortage on the other side': [
    [
      `remote: fatal: unable to read f719efd430d52bcfc8566a43b2eb655688d38871        \nremote: aborting due to possible repository corruption on the remote side. \n${BROKEN}`,
      'corrupt',
      false,
      /damaged.*repaired there/s,
    ],
    [
      `remote: error: object file ./objects/ab/cd is empty\nremote: fatal: loose object abcd (stored in ./objects/ab/cd) is corrupt\nremote: aborting due to possible repository corruption on the remote side.\n${BROKEN}`,
      'corrupt',
      false,
      /damaged/,
    ],
    [
      'error: git upload-pack: git-pack-objects died with error.\nfatal: git upload-pack: aborting due to possible repository corruption on the remote side.\nremote: aborting due to possible repository corruption on the remote side.\nfatal: protocol error: bad pack header',
      'corrupt',
      false,
      /damaged/,
    ],
    [
      `remote: fatal: Out of memory, calloc failed\nremote: aborting due to possible repository corruption on the remote side.\n${BROKEN}`,
      'network',
      true,
      /memory/,
    ],
    [
      `remote: error: pack-objects died of signal 9\nremote: aborting due to possible repository corruption on the remote side.\n${BROKEN}`,
      'network',
      true,
      /memory/,
    ],
    [`remote: fatal: unable to create thread: Resource temporarily unavailable\n${BROKEN}`, 'network', true, /memory/],
    [
      'remote: fatal: write error: Disk quota exceeded\nfatal: the remote end hung up unexpectedly',
      'network',
      true,
      /its own disk/,
    ],
    [
      `remote: warning: lazy fetching disabled; some objects may not be available        \nremote: fatal: could not fetch 2bdf67abb163a4ffb2d7f3f0880c9fe5068ce782 from promisor remote        \nremote: aborting due to possible repository corruption on the remote side. \n${BROKEN}`,
      'policy',
      false,
      /partial clone/,
    ],
    ['fatal: source repository is shallow, reject to clone.', 'policy', false, /shallow/],
    [
      ' ! [rejected]        main       -> refs/freshet/fetched/heads/main  (shallow update not allowed)',
      'policy',
      false,
      /shallow/,
    ],
    ['warning: rejected refs/x/main because shallow roots are not allowed to be updated', 'policy', false, /shallow/],
    [
      "fatal: detected dubious ownership in repository at '/srv/git/repo.git'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /srv/git/repo.git\nfatal: Could not read from remote repository.",
      'policy',
      false,
      /dubious ownership/,
    ],
    [
      "remote: fatal: unsafe repository ('/srv/git/repo.git' is owned by someone else)\nfatal: the remote end hung up unexpectedly",
      'policy',
      false,
      /dubious ownership/,
    ],
    ['fatal: mismatched algorithms: client sha1; server sha256', 'corrupt', false, /object format/],
    [
      "fatal: Server does not support this repository's object format\nfatal: the remote end hung up unexpectedly",
      'corrupt',
      false,
      /object format/,
    ],
    [
      'remote: batch response: Rate limit exceeded: https://git.example/info/lfs\nerror: external filter git-lfs failed',
      'network',
      true,
      /wait/,
    ],
    ['remote: LFS: Server error: 503 Service Unavailable\nfatal: early EOF', 'network', true, /LFS/],
    ['remote: pre-upload-pack hook declined\nfatal: the remote end hung up unexpectedly', 'policy', false, /hook/],
  ],
  'what a host says of a repository': [
    [
      "remote: Repository not found.\nfatal: repository 'https://git.example/a/b/' not found",
      'not_found',
      false,
      /no repository/,
    ],
    [
      'ERROR: Repository not found.\nfatal: Could not read from remote repository.',
      'not_found',
      false,
      /no repository/,
    ],
    [
      "remote: The project you were looking for could not be found or you don't have permission to view it.\nfatal: repository 'https://git.example/a/b.git/' not found",
      'not_found',
      false,
      /no repository/,
    ],
    [
      'remote: TF401019: The Git repository with name or identifier b does not exist or you do not have permissions for the operation you are attempting.\nfatal: unexpected',
      'not_found',
      false,
      /no repository/,
    ],
    ["fatal: '/srv/x.git' does not appear to be a git repository", 'not_found', false, /no repository/],
    [
      "remote: Repository unavailable due to DMCA takedown.\nremote: See the takedown notice for more details:\nremote: https://github.com/x\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 451",
      'not_found',
      false,
      /disabled or blocked/,
    ],
    [
      "remote: Access to this repository has been disabled by GitHub staff due to excessive use of resources.\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 403",
      'not_found',
      false,
      /disabled or blocked/,
    ],
    [
      "remote: Your account is suspended. Please visit https://support.example for more information.\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 403",
      'not_found',
      false,
      /disabled or blocked/,
    ],
    [
      "remote: Repository has been locked\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 403",
      'not_found',
      false,
      /disabled or blocked/,
    ],
    [
      'remote: This repository was archived so it is read-only.\nfatal: the remote end hung up unexpectedly',
      'network',
      true,
      /connection/,
    ],
    [
      "remote: Rate limit for this resource has been exceeded\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 403",
      'network',
      true,
      /wait/,
    ],
    [
      "fatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 429",
      'network',
      true,
      /wait/,
    ],
    [
      "remote: TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource 'Concurrency' in namespace 'User'.\nfatal: unable to access 'https://git.example/a/': The requested URL returned error: 503",
      'network',
      true,
      /wait/,
    ],
    [
      'remote: GitLab is currently unable to handle this request due to load.\nfatal: the remote end hung up unexpectedly',
      'network',
      true,
      /wait/,
    ],
  ],
  'signing in': [
    [
      "remote: HTTP Basic: Access denied. The provided password or token is incorrect.\nfatal: Authentication failed for 'https://git.example/a/b.git/'",
      'auth',
      false,
      /sign-in/,
    ],
    [
      "remote: Support for password authentication was removed on August 13, 2021.\nremote: Please see https://docs.example for information.\nfatal: Authentication failed for 'https://git.example/a/b/'",
      'auth',
      false,
      /password/,
    ],
    [
      "remote: The `acme' organization has enabled or enforced SAML SSO.\nremote: To access this repository, you must re-authorize the OAuth Application.\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 403",
      'auth',
      false,
      /single sign-on/,
    ],
    [
      "remote: Token is expired. You can either do re-authorization or token refresh.\nfatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 401",
      'auth',
      false,
      /expired/,
    ],
    [
      'git@git.example: Permission denied (publickey,password).\nfatal: Could not read from remote repository.',
      'auth',
      false,
      /deploy key/,
    ],
    ['Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures', 'auth', false, /deploy key/],
    [
      'Load key "/d/ssh/id_ed25519": error in libcrypto\ngit@git.example: Permission denied (publickey).',
      'auth',
      false,
      /key in the data folder/,
    ],
    ['fatal: remote error: access denied or repository not exported: /a', 'auth', false, /sign-in/],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'policy', false, /host key/],
    [
      'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa,ssh-dss',
      'policy',
      false,
      /in common/,
    ],
  ],
  'certificates and proxies': [
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: unable to get local issuer certificate",
      'network',
      false,
      /FRESHET_CA_FILE/,
    ],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate in certificate chain",
      'network',
      false,
      /FRESHET_CA_FILE/,
    ],
    [
      "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none CRLfile: none",
      'network',
      false,
      /FRESHET_CA_FILE/,
    ],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: certificate has expired",
      'network',
      false,
      /expired/,
    ],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: certificate is not yet valid",
      'network',
      false,
      /clock/,
    ],
    [
      "fatal: unable to access 'https://x/': SSL: no alternative certificate subject name matches target host name 'x'",
      'network',
      false,
      /another name/,
    ],
    [
      "fatal: unable to access 'https://x/': SSL: certificate subject name (a) does not match target hostname 'x'",
      'network',
      false,
      /another name/,
    ],
    [
      "fatal: unable to access 'https://x/': error setting certificate verify locations:  CAfile: /x.pem CApath: none",
      'network',
      false,
      /cannot be read/,
    ],
    [
      "fatal: unable to access 'https://x/': error:1408F10B:SSL routines:ssl3_get_record:wrong version number",
      'network',
      false,
      /does not speak https/,
    ],
    [
      "fatal: unable to access 'https://x/': gnutls_handshake() failed: An unexpected TLS packet was received.",
      'network',
      false,
      /does not speak https/,
    ],
    [
      "fatal: unable to access 'https://x/': gnutls_handshake() failed: The TLS connection was non-properly terminated.",
      'network',
      true,
      /connection/,
    ],
    [
      "fatal: unable to access 'https://x/': OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to x:443",
      'network',
      true,
      /connection/,
    ],
    [
      "fatal: unable to access 'https://x/': Received HTTP code 407 from proxy after CONNECT",
      'network',
      false,
      /proxy wants/,
    ],
    ["fatal: unable to access 'https://x/': CONNECT tunnel failed, response 407", 'network', false, /proxy wants/],
    ["fatal: unable to access 'https://x/': Received HTTP code 503 from proxy after CONNECT", 'network', true, /proxy/],
    ["fatal: unable to access 'https://x/': Could not resolve proxy: proxy.corp", 'network', true, /proxy/],
  ],
  'the way there': [
    ["fatal: unable to access 'https://x/': Could not resolve host: git.example", 'network', true, /connection/],
    [
      "fatal: unable to access 'https://x/': Failed to connect to x port 443 after 131 ms: Connection refused",
      'network',
      true,
      /connection/,
    ],
    [
      `error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)\nerror: 491 bytes of body are still expected\nfetch-pack: unexpected disconnect while reading sideband packet\n${BROKEN}`,
      'network',
      true,
      /connection/,
    ],
    [
      `error: RPC failed; curl 16 Error in the HTTP2 framing layer\nfetch-pack: unexpected disconnect while reading sideband packet\n${BROKEN}`,
      'network',
      true,
      /connection/,
    ],
    [
      `error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.\n${BROKEN}`,
      'network',
      true,
      /connection/,
    ],
    [
      `error: RPC failed; curl 18 transfer closed with outstanding read data remaining\n${BROKEN}`,
      'network',
      true,
      /connection/,
    ],
    [
      'error: RPC failed; curl 28 Operation too slow. Less than 1 bytes/sec transferred the last 90 seconds',
      'timeout',
      true,
      /in time/,
    ],
    ['error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502', 'network', true, /502/],
    ['error: RPC failed; result=22, HTTP code = 504', 'network', true, /./],
    ['ssh: connect to host git.example port 22: Connection timed out', 'timeout', true, /in time/],
    ['ssh: Could not resolve hostname git.example: Name or service not known', 'network', true, /connection/],
    ['kex_exchange_identification: Connection closed by remote host', 'network', true, /connection/],
    [
      'client_loop: send disconnect: Broken pipe\nfatal: the remote end hung up unexpectedly',
      'network',
      true,
      /connection/,
    ],
    ['fatal: protocol error: bad line length character: <htm', 'not_found', false, /not a git repository/],
    ['fatal: https://x/info/refs not valid: is this a git repository?', 'not_found', false, /not a git repository/],
    ['fatal: expected flush after ref listing', 'network', true, /broke off/],
    ['fatal: remote error: upload-pack: not our ref 0123456789012345678901234567890123456789', 'network', true, /./],
  ],
  'this machine': [
    ["git: 'remote-https' is not a git command. See 'git --help'.", 'internal', false, /Install all of git/],
    ["fatal: Unable to find remote helper for 'https'", 'internal', false, /Install all of git/],
    [
      'error: cannot run ssh: No such file or directory\nfatal: unable to fork',
      'internal',
      false,
      /ssh is not installed/,
    ],
    ["fatal: unknown object format 'sha512' specified by server", 'policy', false, /newer git/],
    ['fatal: write error: No space left on device\nfatal: index-pack failed', 'disk', false, /disk/],
  ],
};

for (const [what, rows] of Object.entries(REAL)) {
  describe(what, () => {
    it.each(rows)('%s', (stderr, kind, isRetried, says) => {
      const error = read(stderr);
      expect(error).toMatchObject({ kind, retryable: isRetried });
      expect(error.message).toMatch(says);
      expect(error.message).toMatch(/\.$/);
      expect(error.details).toContain(stderr.trim().split('\n')[0]?.trim().slice(0, 40));
    });
  });
}

it('a token that is refused and one that is missing are told apart', () => {
  for (const status of [401, 403, 404]) {
    const stderr = `fatal: unable to access 'https://x/': The requested URL returned error: ${status}`;
    expect(read(stderr, true)).toMatchObject({ kind: read(stderr).kind });
    expect(read(stderr, true).message).not.toBe(read(stderr).message);
    expect(read(stderr, true).message).toContain('the token');
  }
});
