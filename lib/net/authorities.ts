// Whom this server trusts to vouch for other servers: the system's authorities, and a company's own. One list for git and
// for everything else.
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { CERTIFICATE } from '@/lib/ca-file';

/** Where systems keep theirs; the first that can be read counts, and node's own if there is none. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const FILE = 'authorities.pem';
let system: string[] | undefined;

/** All that are trusted, `own` (PEM) beside the system's. */
export function authorities(own: string | undefined): string[] {
  system ??= systemAuthorities();
  return own === undefined ? system : [...system, ...(own.match(CERTIFICATE) ?? [])];
}

/** A file for git of all that are trusted, made again if it is not what it should be. */
export async function authoritiesFile(folder: string, own: string): Promise<string> {
  const file = path.join(folder, FILE);
  const text = `${authorities(own).join('\n')}\n`;
  if ((await readFile(file, 'latin1').catch(() => null)) === text) return file;
  await mkdir(folder, { recursive: true });
  const fresh = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  await writeFile(fresh, text, 'latin1');
  await rename(fresh, file);
  return file;
}

function systemAuthorities(): string[] {
  // Authorities that were set for node itself stay trusted when we name ours.
  const extra = certificatesIn(process.env.NODE_EXTRA_CA_CERTS ?? '');
  const found = SYSTEM_FILES.map(certificatesIn).find((list) => list.length > 0);
  return [...(found ?? rootCertificates), ...extra];
}

/** None if the file is not there: other systems keep them elsewhere. */
function certificatesIn(file: string): string[] {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, 'latin1').match(CERTIFICATE) ?? [];
  } catch {
    return [];
  }
}
