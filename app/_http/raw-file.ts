// A file's bytes as an answer that no browser runs, whatever the file holds.

import type { BlobFile } from '@/lib/browse/read-blob';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { callerOfActor, workShare } from '@/lib/shares';
import { encodingOf } from '@/lib/text/encoding';

const MEBIBYTE = 1024 ** 2;
const CHUNK_BYTES = 64 * 1024;

/**
 * Text as plain text, all else as bytes to save, sent as slowly as the client takes it. Throws `limit` for a file that was
 * too large to read, and if the caller has too much on its way already.
 */
export async function rawFile(file: BlobFile, asked: { actor: Actor; request: Request }): Promise<Response> {
  if (file.bytes === null) {
    throw new AppError(
      'limit',
      `The file has ${file.size_bytes} bytes, more than are shown here. Clone it to read it.`,
    );
  }
  const name = file.path.split('/').at(-1) ?? 'file';
  // Whoever asks for the head alone reads nothing.
  const body = asked.request.method === 'HEAD' ? null : await sendInTurn(file.bytes, asked);
  return new Response(body, {
    headers: {
      'content-length': String(file.bytes.byteLength),
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

/** The bytes; they count as the caller's for as long as they are held here: until all are sent, or the client has gone. */
async function sendInTurn(bytes: Buffer, { actor, request }: { actor: Actor; request: Request }) {
  const caller = callerOfActor(actor);
  const weight = bytes.byteLength / MEBIBYTE;
  const giveBack = caller ? await workShare('downloads').take(caller, { weight }) : () => {};
  request.signal.addEventListener('abort', giveBack);
  if (request.signal.aborted) giveBack();
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent < bytes.byteLength) controller.enqueue(bytes.subarray(sent, sent + CHUNK_BYTES));
      sent += CHUNK_BYTES;
      if (sent < bytes.byteLength) return;
      giveBack();
      controller.close();
    },
    cancel: giveBack,
  });
}
