// Reads the certificate and the key of a server of ours.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface TlsFiles {
  /** PEM: the server's own certificate first, then those that lead to an authority. */
  cert: Buffer;
  key: Buffer;
}

/**
 * Throws an Error whose sentence names the variable (`names`) whose file cannot be read, is no PEM, or does not fit the
 * other; it never repeats what is in them.
 */
export function readTlsFiles(files: { cert: string; key: string }, names: { cert: string; key: string }): TlsFiles {
  const cert = read(files.cert, names.cert);
  const key = read(files.key, names.key);
  const certificate = parse(names.cert, 'certificate', () => new X509Certificate(cert));
  const privateKey = parse(names.key, 'private key without a password', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) throw new Error(`${names.key}: the key is not that of ${names.cert}.`);
  return { cert, key };
}

function read(file: string, name: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(`${name}: the file ${file} cannot be read (${code}).`, { cause: error });
  }
}

function parse<T>(name: string, what: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new Error(`${name}: the file holds no ${what} in PEM form.`);
  }
}
