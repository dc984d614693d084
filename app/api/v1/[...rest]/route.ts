// What the API does not have.
import { problem } from '@/app/_http/respond';
import { AppError } from '@/lib/errors';

function notFound(request: Request): Response {
  const { pathname } = new URL(request.url);
  return problem(new AppError('not_found', `There is nothing at ${pathname}. See /api/openapi.json.`), request);
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
