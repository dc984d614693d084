// Where to go after signing in: only ever a page of ours.

/** A path of this site, or `fallback` for anything else (other hosts, schemes, protocol-relative addresses). */
export function localPath(path: string | undefined, fallback: string): string {
  if (!path?.startsWith('/') || /^\/[/\\]/.test(path)) return fallback;
  try {
    const base = 'http://freshet.invalid';
    const url = new URL(path, base);
    // Dots are resolved by now: "/.//host" has become "//host", which names another host.
    if (url.origin !== base || url.pathname.startsWith('//')) return fallback;
    return `${url.pathname}${url.search}${url.hash}`;
  } catch {
    return fallback;
  }
}
