// Which scanner this server has: gitleaks if one is on the PATH, else secretlint, which is always there.
import { findGitleaks } from './find-gitleaks';
import { gitleaksScanner } from './gitleaks';
import type { Scanner } from './scanner';
import { secretlintScanner } from './secretlint';

export async function chooseScanner(): Promise<Scanner> {
  const gitleaks = await findGitleaks();
  return gitleaks === null ? secretlintScanner : gitleaksScanner(gitleaks);
}

/** Which one that is, and why it cannot be used if it cannot: for pages, programs and the log. */
export async function whichScanner(): Promise<{ name: Scanner['name']; version: string; problem: string | null }> {
  const gitleaks = await findGitleaks();
  const { name, version } = gitleaks === null ? secretlintScanner : gitleaksScanner(gitleaks);
  return { name, version, problem: gitleaks?.problem ?? null };
}
