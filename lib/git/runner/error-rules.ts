// What git, curl, ssh and the other side say when they fail, as a table: the words, what they mean, what to do.
import type { ErrorCode, SyncErrorKind } from '@/lib/errors';
import { DISK_DENIED, DISK_FULL } from '@/lib/files/disk-error';

export interface ErrorRule {
  pattern: RegExp;
  /**
   * Whose messages are looked at. `ours`: those of git on this machine, because the other side may speak of its own
   * disk. `theirs`: those that git passes on from the other side. Default: all.
   */
  of?: 'ours' | 'theirs';
  /** Which git commands use these words; default: all. */
  verbs?: readonly string[];
  code: ErrorCode;
  kind: SyncErrorKind;
  /** Worth trying again without anybody changing anything. */
  retryable?: boolean;
  message: (host: string, match: RegExpExecArray) => string;
}

const NO_MEMORY =
  'git needed more memory for this repository than it may have here (FRESHET_GIT_MEMORY_BYTES): an object, a folder or ' +
  'the list of branches is far too large, or packed so that it grows without end. What was searchable before still is.';
const OTHER_FORMAT = 'The repository has changed its object format, and is cloned anew.';
const CRASHED =
  'git was ended while it stored what came: the disk is full, files may not grow so large (ulimit -f), or memory ran out. Free some space and sync again.';
const DAMAGED_HERE = 'The mirror on disk is damaged.';
/** Objects that a pack builds on are neither in it nor here. */
const INCOMPLETE = /pack has \d+ unresolved delta|did not receive expected object|did not send all necessary objects/i;
/** What git says of a pack that nobody could read. */
const MALFORMED =
  /appears twice in the pack|pack is corrupted|pack has bad object|bad pack header|pack signature mismatch|pack version \d+ unsupported|delta base offset|offset value overflow|failed to apply delta|inflate returned|serious inflate|COLLISION FOUND|invalid length read/i;
const askOwner = (host: string) => `Ask whoever runs ${host}; what was searchable before still is.`;

/** Certain whatever status came with it. In order: the first that matches counts, the cause before its consequences. */
const CAUSES: ErrorRule[] = [
  {
    pattern:
      /out of memory|Cannot allocate memory|mmap failed|unable to mmap|cannot be mapped|unable to create thread|too large to (?:fit|be)|object too large/i,
    of: 'ours',
    code: 'limit',
    kind: 'too_large',
    message: () => NO_MEMORY,
  },
  {
    pattern:
      /No space left on device|Disk quota exceeded|Read-only file system|File too large|file write error|couldn't write '|unable to write|died of signal 25/i,
    of: 'ours',
    code: 'internal',
    kind: 'disk',
    message: () => DISK_FULL,
  },
  {
    // ssh says it of a key, with what it tried in brackets; of a file, git and ssh say it at the end of a line.
    pattern:
      /(?:unable to|could not|cannot|failed to|insufficient permission)[^\n]*: Permission denied$|insufficient permission/im,
    of: 'ours',
    code: 'internal',
    kind: 'disk',
    message: () => DISK_DENIED,
  },
  {
    pattern:
      /remote helper for '?https?|'remote-https?' is not a git command|Protocol "?https?"? (?:not supported|is disabled)/i,
    of: 'ours',
    code: 'internal',
    kind: 'internal',
    message: () =>
      'The git on this server cannot speak http or https. Install all of git (git-remote-https is missing).',
  },
  {
    pattern: /cannot run ssh: No such file|ssh: (?:command )?not found|exec: "?ssh"?: not found/i,
    of: 'ours',
    code: 'internal',
    kind: 'internal',
    message: () => 'ssh is not installed on this server. Install an ssh client, or use an https:// address.',
  },
  {
    pattern: /mismatched algorithms: client|does not support this repository's object format/i,
    of: 'ours',
    code: 'conflict',
    kind: 'corrupt',
    message: () => OTHER_FORMAT,
  },
  {
    pattern: /unknown object format '[^']*' specified by server|unknown hash algorithm/i,
    of: 'ours',
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `The git on this server does not know the object format of the repository on ${host}. Install a newer git.`,
  },
  {
    pattern: /fsck error|error in object.*: ([a-zA-Z]+):|object [0-9a-f]{40,64}: ([a-zA-Z]+):/,
    code: 'upstream',
    kind: 'corrupt',
    message: (host, match) =>
      `The repository on ${host} contains an object that git's safety check refuses${named(match)}. It has to be repaired there.`,
  },
  {
    pattern:
      /source repository is shallow|shallow update not allowed|shallow roots are not allowed|from a shallow repository/,
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `The repository on ${host} is a shallow clone without its history, which cannot be mirrored. Run git fetch --unshallow there, or use the repository that it was cloned from.`,
  },
  {
    pattern:
      /from promisor remote|lazy fetching disabled|promisor remote name|remote error: .*filter .* not supported/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `The repository on ${host} is a partial clone (such as --filter=blob:none) without all of its contents, which cannot be mirrored. Use the repository that it was cloned from.`,
  },
  {
    pattern: /out of memory|malloc failed|cannot allocate memory|died of signal 9|resource temporarily unavailable/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `${host} ran out of memory while it packed the repository. ${askOwner(host)}`,
  },
  {
    pattern: /No space left on device|Disk quota exceeded|Read-only file system|unable to create temporary file/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `${host} says that its own disk is full or cannot be written. ${askOwner(host)}`,
  },
  {
    pattern: /detected dubious ownership|unsafe repository \(/i,
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `git on ${host} does not trust the folder of this repository, which belongs to another account (dubious ownership). It has to be set right there: the owner of the folder, or safe.directory.`,
  },
  {
    pattern:
      /DMCA|(?:repository|project|account|access)[^\n]{0,80}(?:has been |is |was )(?:currently )?(?:disabled|blocked|suspended|locked|unavailable|taken down)|Repository unavailable|blocked by|account (?:is )?suspended/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'not_found',
    message: (host) =>
      `${host} has disabled or blocked this repository, or the account that owns the token. ${askOwner(host)}`,
  },
  {
    pattern:
      /rate limit|too many (?:requests|connections|concurrent)|exceed(?:ed|ing) (?:usage|the (?:allowed|limit)|.{0,40}limit)|abuse detection|unable to handle this request due to load|TF400733/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `${host} asks us to wait: too many requests.`,
  },
  {
    pattern:
      /SAML|single sign-on|two-factor|2FA|password authentication was removed|token (?:is |has )?(?:expired|been revoked)|expired token/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'auth',
    message: (host) =>
      `${host} does not accept this token: it has expired or been revoked, is a password, or has not been authorised for the organisation's single sign-on. Give a new one.`,
  },
  {
    pattern:
      /possible repository corruption on the remote side|unable to read [0-9a-f]{40,64}|bad (?:object|tree object) |missing (?:blob|tree|commit|object)|(?:loose object|packed object|packfile).*(?:corrupt|cannot be|broken|far too short)|object file .* is empty|failed to (?:read|traverse)|garbage at end of|inflate:/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'corrupt',
    message: (host) =>
      `The repository on ${host} is damaged: git there cannot read all of its objects. It has to be repaired there (git fsck shows what is missing). What was searchable before still is.`,
  },
  {
    pattern: /git-lfs|\bLFS\b|smudge filter/i,
    of: 'theirs',
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `The large-file store (LFS) of ${host} failed. ${askOwner(host)}`,
  },
  {
    pattern: /hook declined|pre-upload|hook (?:script )?failed|hooks\/\S+: /i,
    of: 'theirs',
    code: 'upstream',
    kind: 'policy',
    message: (host) => `A hook on ${host} refuses to hand the repository out. ${askOwner(host)}`,
  },
];

/** If neither a cause nor an HTTP status says more. In order. */
const CONSEQUENCES: ErrorRule[] = [
  {
    pattern:
      /transport '[^']*' not allowed|strange (?:hostname|pathname|port)|URL using bad\/illegal format|URL rejected/,
    code: 'invalid',
    kind: 'policy',
    message: () => 'The address uses a transport that is not allowed.',
  },
  {
    pattern: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known for/,
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `The ssh host key of ${host} is not the one seen before. If the host was really changed, an administrator of this server accepts its new key under Settings, ssh hosts.`,
  },
  {
    pattern: /Unable to negotiate with|no matching (?:host key type|key exchange method|cipher|MAC)/i,
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `ssh here and on ${host} have no method in common that both still allow. One of them has to be updated, or use an https:// address.`,
  },
  {
    pattern: /Load key "[^"]*": |UNPROTECTED PRIVATE KEY|invalid format|error in libcrypto|no mutual signature/i,
    of: 'ours',
    code: 'upstream',
    kind: 'auth',
    message: () =>
      'The ssh key in the data folder (ssh/id_ed25519) cannot be used. Make a new one, readable by Freshet alone.',
  },
  {
    pattern: /(?:HTTP code 407|response 407) ?(?:from proxy)?|Proxy Authentication Required/i,
    code: 'upstream',
    kind: 'network',
    message: () => 'The proxy wants a sign-in. An administrator gives it where Freshet is started (FRESHET_PROXY).',
  },
  {
    pattern: /resolve proxy|from proxy after CONNECT|CONNECT tunnel failed|Proxy CONNECT aborted|connect to proxy/i,
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) =>
      `The proxy could not be reached, or does not let us through to ${host}. An administrator sets it where Freshet is started (FRESHET_PROXY).`,
  },
  {
    pattern:
      /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Permission denied \(|Invalid (?:username|credentials)|Access denied|access denied or repository not exported|Too many authentication failures|authorization failed/i,
    code: 'upstream',
    kind: 'auth',
    message: (host) =>
      `${host} wants a sign-in for this repository, or it does not exist. Set a token that may read it (for ssh, a deploy key).`,
  },
  {
    pattern:
      /Repository not found|repository '[^']*' not found|does not appear to be a git repository|Not Found|could(?: not|n't) be found|does not exist|no such (?:repo|project|path)/i,
    code: 'upstream',
    kind: 'not_found',
    message: (host) =>
      `${host} has no repository at this address, or does not show it without a token. Check the address.`,
  },
  {
    pattern:
      /not valid: is this a git repository|info\/refs not valid|invalid server response|bad line length|protocol error(?!: bad pack header)|bad band #/i,
    code: 'upstream',
    kind: 'not_found',
    message: (host) => `What ${host} answers at this address is not a git repository. Check the address.`,
  },
  {
    pattern:
      /certificate has expired|certificate is (?:expired|not yet valid)|not yet activated|certificate chain uses expired/i,
    code: 'upstream',
    kind: 'network',
    message: (host) =>
      `The certificate of ${host} has expired, or is not valid yet, so nothing was fetched. It has to be renewed there; if it is right, look at the clock of this server.`,
  },
  {
    pattern:
      /subject name|owner does not match|does not match (?:target|hostname|host name)|Hostname mismatch|no alternative certificate/i,
    code: 'upstream',
    kind: 'network',
    message: (host) =>
      `The certificate that ${host} shows is made for another name, so nothing was fetched. Check the address.`,
  },
  {
    pattern: /error (?:setting certificate|adding trust anchors|reading ca cert)|problem with the SSL CA cert/i,
    code: 'internal',
    kind: 'network',
    message: () =>
      'The authorities that this server trusts cannot be read. An administrator looks at FRESHET_CA_FILE where Freshet is started.',
  },
  {
    pattern:
      /SSL certificate problem|certificate verif|server certificate|self[- ]signed|unable to get local issuer|issuer is unknown|certificate is NOT trusted/i,
    code: 'upstream',
    kind: 'network',
    message: (host) =>
      `The certificate of ${host} is not trusted by this machine, so nothing was fetched. If a company's own authority signed it, an administrator names that where Freshet is started (FRESHET_CA_FILE).`,
  },
  {
    pattern:
      /wrong version number|unexpected TLS packet|unknown protocol|SSL_ERROR_RX|not an SSL|http request to an https/i,
    code: 'upstream',
    kind: 'network',
    message: (host) => `${host} does not speak https at this address. Check the address and its port.`,
  },
  {
    pattern: /Operation too slow|timed out|Timeout was reached|Timeout, server|curl 28\b/i,
    code: 'upstream',
    kind: 'timeout',
    retryable: true,
    message: (host) => `${host} did not answer in time.`,
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|reset|closed)|No route to host|Network is unreachable|Broken pipe|Empty reply|early EOF|unexpected disconnect|hung up unexpectedly|hung up upon|RPC failed|transfer closed|expected flush|unexpected response end|the remote end|from remote repository|unable to access|kex_exchange_identification|remote error|remote helper|expected 'packfile'|error reading section header|HTTP2 framing|not closed cleanly|handshake|SSL_(?:connect|read|write|ERROR)|recv error|remote-https? died|Server aborted/i,
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `The connection to ${host} failed or broke off before everything had come.`,
  },
  {
    // The pack builds on what we said that we have: if that is not here, our copy is damaged.
    pattern: INCOMPLETE,
    verbs: ['fetch'],
    code: 'internal',
    kind: 'corrupt',
    retryable: true,
    message: () => DAMAGED_HERE,
  },
  {
    pattern: new RegExp(`${MALFORMED.source}|${INCOMPLETE.source}`, 'i'),
    verbs: ['clone', 'fetch'],
    code: 'upstream',
    kind: 'corrupt',
    message: (host) =>
      `The pack that ${host} sends is malformed: an object in it is damaged, missing or there twice. It has to be repaired there (git fsck, then git repack -a -d -f). What was searchable before still is.`,
  },
  {
    // The system ended the process that indexes the pack, without a word.
    pattern: /invalid index-pack output/,
    code: 'internal',
    kind: 'disk',
    message: () => CRASHED,
  },
  {
    pattern: /not our ref|couldn't find remote ref/i,
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `The repository on ${host} changed while it was being fetched.`,
  },
  {
    pattern: /\.lock': File exists|Unable to create '[^']*\.lock'|cannot lock ref/i,
    code: 'conflict',
    kind: 'internal',
    retryable: true,
    message: () => 'Another git process holds a lock on the mirror. It is removed when it is stale.',
  },
  {
    pattern:
      /unknown repository extension|Expected git repo version|bad config line|bad (?:boolean|numeric) config value/i,
    code: 'upstream',
    kind: 'policy',
    message: () =>
      'The git on this server cannot read this repository: its format is newer, or its configuration is damaged.',
  },
  {
    pattern:
      /unexpected line in|unterminated line in|not a git repository|not a tree object|Not a valid object name|bad object|missing (?:blob|tree|commit|object)|corrupt|loose object|invalid object|unable to read|Could not read|inflate:|packfile|object file .* is empty|bad (?:tree|sha1|revision)|unable to find|broken|index-pack|too-short tree|malformed mode/i,
    code: 'internal',
    kind: 'corrupt',
    retryable: true,
    message: () => DAMAGED_HERE,
  },
];

/** git leaves such refs out with a warning and calls that a success: they would never move again. */
export const LEFT_OUT = /^warning: rejected \S+ because shallow roots are not allowed to be updated/m;

/** Lines that git passes on from the other side; ssh hosts say theirs in capitals. */
const THEIRS = /^(?:remote|fatal: remote error|ERROR): [^\r\n]*/gm;

export interface Matched {
  rule: ErrorRule;
  match: RegExpExecArray;
}

/** The first cause that `stderr` of a git command names, or null. */
export const findCause = (stderr: string, verb: string): Matched | null => find(CAUSES, stderr, verb);

/** The first of the other rules that fits, or null. */
export const findConsequence = (stderr: string, verb: string): Matched | null => find(CONSEQUENCES, stderr, verb);

function find(rules: readonly ErrorRule[], stderr: string, verb: string): Matched | null {
  const words = {
    all: stderr,
    ours: stderr.replace(THEIRS, ''),
    theirs: (stderr.match(THEIRS) ?? []).join('\n'),
  };
  for (const rule of rules) {
    if (rule.verbs && !rule.verbs.includes(verb)) continue;
    const match = rule.pattern.exec(words[rule.of ?? 'all']);
    if (match) return { rule, match };
  }
  return null;
}

function named(match: RegExpExecArray): string {
  const id = match[1] ?? match[2] ?? /: ([a-z][a-zA-Z]+):/.exec(match.input)?.[1];
  return id ? ` (${id})` : '';
}
