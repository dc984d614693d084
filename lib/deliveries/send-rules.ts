// What of a delivery decides how its tree is sent, and so what the hosts should have.
import type { SendRules } from '@/lib/release/spec';

/** These alone: they go into the digest that is compared with a host's. */
export function sendRulesOf({ excludes, excludeDotGit, deletes, owner, modes }: SendRules): SendRules {
  return { excludes, excludeDotGit, deletes, owner, modes };
}
