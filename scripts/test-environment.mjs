// The environment that tests run in: ours alone, whatever the caller's settings are.

const OURS = /^(FRESHET_|INNGEST_|GIT_|NEXTAUTH_|PG[A-Z])|^(DATABASE_URL|HOST|PORT|NODE_ENV)$/;
const KEPT = ['FRESHET_CHROMIUM', 'FRESHET_TEST_DATABASE_URL'];

/** @returns {Record<string, string | undefined>} */
export function testEnvironment() {
  const entries = Object.entries(process.env).filter(([name]) => KEPT.includes(name) || !OURS.test(name));
  return { ...Object.fromEntries(entries), NEXT_TELEMETRY_DISABLED: '1' };
}
