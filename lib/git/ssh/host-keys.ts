// What is known of ssh hosts: by which keys, and what to do with one that is new.

/** Keys are two words, `ssh-ed25519 AAAA…`; hosts as ssh writes them into known_hosts: `host`, or `[host]:port`. */
export interface HostKeys {
  /** The keys that the host may show; none: it is pinned to the first that it shows. */
  known(host: string): Promise<readonly string[]>;
  /** Pins a host that has none to this key. */
  pin(host: string, key: string): Promise<void>;
  /** Keeps another key that the host showed, for somebody to look at. */
  refuse(host: string, key: string): Promise<void>;
}

/** The keys of one host in the text of a known_hosts file. */
export function keysIn(knownHosts: string, host: string): string[] {
  return knownHosts.split('\n').flatMap((line) => {
    const [names = '', type, blob] = line.trim().split(/\s+/);
    if (type === undefined || blob === undefined || names.startsWith('#') || names.startsWith('@')) return [];
    return names.split(',').includes(host) ? [`${type} ${blob}`] : [];
  });
}
