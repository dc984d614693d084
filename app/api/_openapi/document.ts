// The API's OpenAPI document, made from the schemas that read its input and shape its answers.
import { createDocument } from 'zod-openapi';
import packageJson from '@/package.json';
import { accountPaths } from './account-paths';
import { connectionPaths } from './connection-paths';
import { credentialPaths } from './credential-paths';
import { deliveryPaths } from './delivery-paths';
import { hostKeyPaths } from './host-key-paths';
import { importPaths } from './import-paths';
import { notificationPaths } from './notification-paths';
import { orgPaths } from './org-paths';
import { pushMirrorPaths } from './push-mirror-paths';
import { repoPaths } from './repo-paths';
import { runPaths } from './run-paths';
import { secretPaths } from './secret-paths';
import { storagePaths } from './storage-paths';
import { targetPaths } from './target-paths';
import { tokenPaths } from './token-paths';
import { verifyPaths } from './verify-paths';
import { webhookPaths } from './webhook-paths';

/** Makes the document; the same at every call. */
export function apiDocument() {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Freshet',
      version: packageJson.version,
      description:
        'Self-hosted code search that is never stale. JSON in snake_case; errors are application/problem+json with a ' +
        'code. Callers have a session cookie, or a token (Authorization: Bearer frs_…) with the scopes that a call needs: ' +
        'read to see, sync to ask for syncs, write to change repositories, admin to manage. Visitors see what is public ' +
        'and change nothing. Answers tell in RateLimit what is left of the caller’s limit.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'freshet.session' },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'frs_[0-9A-Za-z]{36}' },
      },
    },
    security: [{}, { session: [] }, { token: [] }],
    paths: {
      ...repoPaths,
      ...importPaths,
      ...connectionPaths,
      ...pushMirrorPaths,
      ...deliveryPaths,
      ...verifyPaths,
      ...secretPaths,
      ...orgPaths,
      ...runPaths,
      ...accountPaths,
      ...tokenPaths,
      ...credentialPaths,
      ...hostKeyPaths,
      ...targetPaths,
      ...webhookPaths,
      ...notificationPaths,
      ...storagePaths,
    },
  });
}
