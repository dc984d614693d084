// Lines around those of a search's result, coloured and marked, for a page that shows the result already.
import { contextFor } from '@/app/_http/context';
import { leadToNow } from '@/app/_http/old-name';
import { json, problem, readQuery } from '@/app/_http/respond';
import { matchesHtml } from '@/app/_render/matches-html';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import { linesAround, linesAroundSchema } from '@/lib/search/lines-around';

/** Decoded: Next hands them to route handlers so. */
type Route = { params: Promise<{ org: string; name: string }> };

/** What the browser gets. */
export interface ContextLines {
  lines: { line: number; html: string }[];
}

export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const ctx = await contextFor(request);
    const { org, name } = await params;
    const asked = readQuery(request, linesAroundSchema);
    const repo = await findRepoByName(ctx, org, name);
    const moved = leadToNow(request, repo);
    if (moved) return moved;
    const { lines, language } = await linesAround(ctx, repo.id, asked, { signal: request.signal });
    const html = await matchesHtml(lines, language);
    const body: ContextLines = { lines: lines.map(({ line }, i) => ({ line, html: html[i] ?? '' })) };
    return json(body);
  } catch (error) {
    return problem(error, request);
  }
}
