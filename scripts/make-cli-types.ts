// npm run cli:types: what the command line knows of the HTTP API, made from its OpenAPI document.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { apiDocument } from '@/app/api/_openapi/document';

export const TYPES_FILE = path.resolve(import.meta.dirname, '../cli/src/api/schema.d.ts');

/** The declarations as they have to stand in `TYPES_FILE`. */
export async function cliTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(apiDocument())) as Parameters<typeof openapiTS>[0];
  // What has a default may be left out of what is sent.
  const tree = await openapiTS(document, { defaultNonNullable: false });
  return `// Made by \`npm run cli:types\` from the OpenAPI document.\n${astToString(tree)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TYPES_FILE, await cliTypes());
