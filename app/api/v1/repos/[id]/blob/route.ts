// One file of a repository at a commit: as JSON, or its bytes.

import { rawFile } from '@/app/_http/raw-file';
import { handle, json, readQuery } from '@/app/_http/respond';
import { blobQuery } from '@/app/api/_params';
import { RAW_BYTES, readBlob } from '@/lib/browse/read-blob';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { raw, ...where } = readQuery(request, blobQuery);
  if (raw === '1' || (raw === undefined && wantsBytes(request))) {
    const file = await readBlob(ctx, { ...where, repoId: params.id, maxBytes: RAW_BYTES });
    return await rawFile(file, { actor: ctx.actor, request });
  }
  const { bytes, ...blob } = await readBlob(ctx, { ...where, repoId: params.id });
  return json(blob);
});

function wantsBytes(request: Request): boolean {
  const types = (request.headers.get('accept') ?? '').split(',').map((type) => type.split(';')[0]?.trim());
  return types[0] === 'text/plain' || types[0] === 'application/octet-stream';
}
