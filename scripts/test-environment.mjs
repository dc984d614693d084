// The environment that tests run in: ours alone, whatever the caller's settings are.
import { makeMemoryFolder } from './memory-folder.mjs';

const OURS = /^(FRESHET_|INNGEST_|GIT_|NEXTAUTH_|PG[A-Z])|^(DATABASE_URL|HOST|PORT|NODE_ENV)$/;
const KEPT = ['FRESHET_CHROMIUM', 'FRESHET_TEST_DATABASE_URL'];

/** @returns {Record<string, string | undefined>} */
export function testEnvironment() {
  const entries = Object.entries(process.env).filter(([name]) => KEPT.includes(name) || !OURS.test(name));
  const folder = makeMemoryFolder();
  return { ...Object.fromEntries(entries), ...(folder && { TMPDIR: folder }), NEXT_TELEMETRY_DISABLED: '1' };
}
