// The organisation and name that a repository gets if the caller gives none.

/** Derives both from a normalised URL: its last two path parts, or its host if there is only one part. */
export function nameFromUrl(url: string): { org: string; name: string } {
  const { hostname, pathname } = placeOf(url);
  const parts = decode(pathname)
    .split('/')
    .filter((part) => part !== '');
  const name = parts.at(-1) ?? '';
  const org = parts.at(-2) ?? hostname;
  return { org: tidy(org, 'imported'), name: tidy(name, 'repository') };
}

/** Of an address as git takes it: a URL, or `user@host:path`. */
function placeOf(url: string): { hostname: string; pathname: string } {
  if (URL.canParse(url)) return new URL(url);
  const [, hostname = '', pathname = ''] = /^(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*):(.*)$/.exec(url) ?? [];
  return { hostname, pathname };
}

/** Derives both from the last two parts of a folder's path. */
export function nameFromPath(folder: string): { org: string; name: string } {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.git');
  return { org: tidy(parts.at(-2) ?? 'local', 'local'), name: tidy(parts.at(-1) ?? '', 'repository') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tidy(text: string, fallback: string): string {
  const clean = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 100)
    .replace(/^[-.]+|([-.]|\.git)+$/gi, '');
  return clean === '' ? fallback : clean;
}
