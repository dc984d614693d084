// Reads the file of a company's own certificate authorities.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;
const MAX_BYTES = 4 * 1024 ** 2;

/**
 * The certificates in a file as PEM. Throws an Error whose sentence names FRESHET_CA_FILE if the file cannot be read,
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

function wrong(what: string): never {
  throw new Error(`FRESHET_CA_FILE: ${what}. Give a file of certificates in PEM form, or leave it out.`);
}
