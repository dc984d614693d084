// Hosts and addresses as older configurations write them.

export interface OldHost {
  name: string;
  /** Null: as ssh takes it, whoever runs it. */
  user: string | null;
  host: string;
  port: number;
  path: string;
}

export interface PushTarget {
  url: string;
  /** Full names; null: all branches and tags. */
  refs: string[] | null;
}

/** `user@host:/path`, `ssh://user@host:22/path`, or fields; none, with a sentence in `leftOut`, for anything else. */
export function readHost(name: string | null, value: unknown, leftOut: string[]): OldHost[] {
  const place = typeof value === 'string' ? fromText(value.trim()) : fromFields(value);
  if (typeof place === 'string') {
    leftOut.push(`host ${name ?? shown(value)}: ${place}`);
    return [];
  }
  return [
    { name: name ?? place.name ?? place.host, user: place.user, host: place.host, port: place.port, path: place.path },
  ];
}

type Place = Omit<OldHost, 'name'> & { name: string | null };

function fromText(text: string): Place | string {
  if (/^rsync:\/\/|^[^[\]/]*::/.test(text))
    return 'it is reached by a daemon of rsync; Freshet delivers over ssh alone.';
  if (/^ssh:\/\//i.test(text) && URL.canParse(text)) {
    const url = new URL(text);
    const path = decoded(url.pathname);
    if (path === null) return 'its folder is not written as an address is: a % is %25.';
    if (!url.hostname || path === '/') return 'it names no folder.';
    return { name: null, user: url.username || null, host: bare(url.hostname), port: Number(url.port || 22), path };
  }
  const [, user, host, path] = /^(?:([^@\s:/]+)@)?(\[[^\]\s]+\]|[^@\s:/[\]]+):(.+)$/.exec(text) ?? [];
  if (!host || !path)
    return 'it is a folder without a host, so it is not a place to deliver to over ssh. Write user@host:/path.';
  if (!path.startsWith('/')) return 'its folder is not absolute: Freshet needs a path that begins with a slash.';
  return { name: null, user: user ?? null, host: bare(host), port: 22, path };
}

function fromFields(value: unknown): Place | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no host.';
  const fields = value as Record<string, unknown>;
  const text = (...names: string[]) => {
    const found = names.map((name) => fields[name]).find((one) => typeof one === 'string' && one.trim() !== '');
    return typeof found === 'string' ? found.trim() : null;
  };
  const path = text('path', 'repo_path', 'remote_path', 'dest', 'destination');
  const host = text('host', 'hostname', 'address', 'ip');
  if (path?.includes(':') && !host) {
    const place = fromText(path);
    return typeof place === 'string'
      ? place
      : { ...place, name: text('name'), user: place.user ?? text('user', 'username') };
  }
  if (!host) return 'it names no host.';
  if (!path) return 'it names no folder.';
  if (!path.startsWith('/'))
    return `its folder ${path} is not absolute: Freshet needs a path that begins with a slash.`;
  const [, user, name] = /^(?:([^@]+)@)?(.+)$/.exec(host) ?? [];
  const port = Number(fields.port ?? fields.ssh_port ?? 22);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'its port is none.';
  return {
    name: text('name'),
    user: user ?? text('user', 'username', 'ssh_user'),
    host: bare(name ?? host),
    port,
    path,
  };
}

/** The address of a place to push to; a remote's name means something only in the folder's own configuration. */
export function readPushTarget(name: string | null, value: unknown, leftOut: string[]): PushTarget[] {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const url =
    typeof value === 'string'
      ? value.trim()
      : [fields.url, fields.remote, fields.address].find((one) => typeof one === 'string');
  const label = name ?? shown(url ?? value);
  if (typeof url !== 'string' || !/^(https?|ssh):\/\/|^[^\s/:@]+@[^\s/:]+:/i.test(url)) {
    leftOut.push(
      `push target ${label}: it is no address. Give the address of that remote (git remote get-url ${label}).`,
    );
    return [];
  }
  if (/^https?:\/\/[^/]*@|^[a-z]+:\/\/[^/]*:[^/]*@/i.test(url)) {
    leftOut.push(
      'a push target has a user name or a password in its address: store it as a credential, and add the mirror by hand.',
    );
    return [];
  }
  const branches = [fields.branch, ...(Array.isArray(fields.branches) ? fields.branches : [])].filter(
    (branch): branch is string => typeof branch === 'string' && branch !== '',
  );
  return [{ url, refs: branches.length > 0 ? branches.map((branch) => `refs/heads/${branch}`) : null }];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

/** What people know it by, without the passwords that old files hold: of fields their names, of an address all but who. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'in a list';
  if (typeof value === 'object' && value !== null) return `with ${Object.keys(value).join(', ') || 'nothing'}`;
  return String(value)
    .replace(/(?<=:\/\/)[^/]*@|[^\s/]*:[^\s/]*@/g, '…@')
    .slice(0, 200);
}
