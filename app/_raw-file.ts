// A file's bytes as an answer that no browser runs, whatever the file holds.
import { AppError } from '@/lib/errors';
import type { BlobFile } from '@/lib/repos/read-blob';
import { encodingOf } from '@/lib/text/encoding';

/** Text as plain text, all else as bytes to save. Throws `limit` for a file that was too large to read. */
export function rawFile(file: BlobFile): Response {
  if (file.bytes === null) {
    throw new AppError(
      'limit',
      `The file has ${file.size_bytes} bytes, more than are shown here. Clone it to read it.`,
    );
  }
  const name = file.path.split('/').at(-1) ?? 'file';
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.is_binary
        ? 'application/octet-stream'
        : `text/plain; charset=${encodingOf(file.bytes) ?? 'utf-8'}`,
      'content-disposition': `${file.is_binary ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeName(name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-freshet-commit': file.commit,
    },
  });
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}
