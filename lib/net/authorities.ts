// Whom this server trusts to vouch for other servers: the system's authorities, and a company's own. One list for git and
// for everything else.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootCertificates } from 'node:tls';

/** Where systems keep theirs; the first that can be read counts, and node's own where there is none. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;
const MAX_BYTES = 4 * 1024 ** 2;
const FILE = 'authorities.pem';
let system: string[] | undefined;

/**
 * The certificates in a file as PEM. Throws an Error whose sentence names FRESHET_CA_FILE where the file cannot be read,
 * holds none, or one that is none.
 */
export function readAuthorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    return wrong(`the file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  if (text.length > MAX_BYTES) return wrong(`the file ${file} is larger than 4 MiB`);
  if (text.includes('PRIVATE KEY-----'))
    return wrong(`the file ${file} holds a private key; give the certificates alone`);
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return wrong(`the file ${file} holds no certificate in PEM form`);
  certificates.forEach((certificate, i) => {
    try {
      new X509Certificate(certificate);
    } catch {
      wrong(`certificate ${i + 1} in ${file} is damaged`);
    }
  });
  return `${certificates.join('\n')}\n`;
}

/** All that are trusted, `own` (PEM) beside the system's. */
export function authorities(own: string | undefined): string[] {
  system ??= systemAuthorities();
  return own === undefined ? system : [...system, ...(own.match(CERTIFICATE) ?? [])];
}

/** A file for git of all that are trusted, made again where it is not what it should be. */
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
  // Who set this for node itself goes on being trusted where we name the authorities.
  const extra = certificatesIn(process.env.NODE_EXTRA_CA_CERTS ?? '');
  const found = SYSTEM_FILES.map(certificatesIn).find((list) => list.length > 0);
  return [...(found ?? rootCertificates), ...extra];
}

/** None where the file is not there: another system keeps them elsewhere. */
function certificatesIn(file: string): string[] {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, 'latin1').match(CERTIFICATE) ?? [];
  } catch {
    return [];
  }
}

function wrong(what: string): never {
  throw new Error(`FRESHET_CA_FILE: ${what}. Give a file of certificates in PEM form, or leave it out.`);
}
