// A file's bytes as they are in the repository, in a sandbox of their own.
import { contextFor } from '@/app/_http/context';
import { leadToNow } from '@/app/_http/old-name';
import { rawFile } from '@/app/_http/raw-file';
import { imageType } from '@/app/_http/raw-types';
import { problem } from '@/app/_http/respond';
import { readBlob } from '@/lib/browse/read-blob';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';

/** Larger files do not leave through a page. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Decoded: Next hands them to route handlers so. */
type Route = { params: Promise<{ org: string; name: string; ref: string; path: string[] }> };

export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const ctx = await contextFor(request);
    const route = await params;
    const repo = await findRepoByName(ctx, route.org, route.name);
    const moved = leadToNow(request, repo);
    if (moved) return moved;
    const at = { repoId: repo.id, name: route.ref, path: route.path.join('/') };
    const file = await readBlob(ctx, { ...at, maxBytes: MAX_BYTES });
    // Who may see it can change: it is asked for each time, and what not everybody sees stays in no browser.
    const known = { 'cache-control': repo.is_public ? 'private, no-cache' : 'no-store', etag: `"${file.sha}"` };
    if (request.headers.get('if-none-match') === known.etag) return new Response(null, { status: 304, headers: known });
    const answer = await rawFile(file, { actor: ctx.actor, request });
    const image = imageType(file.path);
    if (image) {
      answer.headers.set('content-type', image);
      answer.headers.delete('content-disposition');
      answer.headers.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }
    for (const [name, value] of Object.entries(known)) answer.headers.set(name, value);
    return answer;
  } catch (error) {
    return problem(error, request);
  }
}
