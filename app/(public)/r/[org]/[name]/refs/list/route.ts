// The branches and tags whose names hold what somebody types into the menu of a page.
import { z } from 'zod';
import { contextFor } from '@/app/_http/context';
import { leadToNow } from '@/app/_http/old-name';
import { json, problem, readQuery } from '@/app/_http/respond';
import { findRefs } from '@/lib/browse/find-refs';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';

/** As many of each as a menu shows. */
const LIMIT = 20;

const query = z.strictObject({ filter: z.string().max(255).default('') });

/** Decoded: Next hands them to route handlers so. */
type Route = { params: Promise<{ org: string; name: string }> };

export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const ctx = await contextFor(request);
    const { org, name } = await params;
    const { filter } = readQuery(request, query);
    const repo = await findRepoByName(ctx, org, name);
    const moved = leadToNow(request, repo);
    if (moved) return moved;
    return json(await findRefs(ctx, repo.id, { filter, limit: LIMIT, signal: request.signal }));
  } catch (error) {
    return problem(error, request);
  }
}
