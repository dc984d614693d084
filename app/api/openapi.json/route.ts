// The API's description for programs.
import { apiDocument } from '@/app/api/_openapi/document';

export function GET(): Response {
  return Response.json(apiDocument());
}
