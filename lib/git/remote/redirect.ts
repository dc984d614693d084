// What git must not do by itself over http: follow a redirect. We do, on the same host.
import { AppError } from '@/lib/errors';
import { HttpStatusError } from '@/lib/git/runner/errors';
import type { HttpAnswer } from '@/lib/git/runner/http-answers';
import { type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { explainHostKey } from './host-key';

const MAX_HOPS = 3;
const ADVERTISEMENT = '/info/refs?service=git-upload-pack';
/** Where people are sent to sign in, on whatever host that is. */
const SIGN_IN =
  /(?:^|[./_-])(?:log-?_?[io]n|sign-?_?in|auth(?:n|ori[sz]e|enticate)?|oauth2?|sso|saml2?|session|adfs|idp|cas)(?:[./_-]|$)/i;

/**
 * Runs `work` against a remote; if the host answers that the repository has moved, and it has moved on the same
 * host (a renamed repository, http to https), again at the new address. Any other redirect is an AppError
 * (kind `auth` to a page for signing in, else `policy`), and nothing is ever sent to where it points.
 */
export async function atRemote<T>(remote: ValidatedRemote, work: (remote: ValidatedRemote) => Promise<T>): Promise<T> {
  let current = remote;
  for (let hop = 0; ; hop += 1) {
    try {
      return await work(current);
    } catch (caught) {
      const error = await explainHostKey(current, caught);
      const answer = error instanceof AppError && error.cause instanceof HttpStatusError ? error.cause.answer : null;
      if (answer === null || answer.status < 300 || answer.status >= 400 || hop >= MAX_HOPS) throw error;
      current = await moved(current, answer, error);
    }
  }
}

async function moved(remote: ValidatedRemote, answer: HttpAnswer, error: unknown): Promise<ValidatedRemote> {
  const { location, path } = answer;
  if (location === null || !path.endsWith(ADVERTISEMENT)) throw error;
  const from = new URL(remote.url);
  const to = URL.canParse(location, remote.url + ADVERTISEMENT) ? new URL(location, remote.url + ADVERTISEMENT) : null;
  if (!to) throw error;
  const isRepository = to.pathname.endsWith('/info/refs');
  if (!isRepository && (to.hostname === from.hostname || SIGN_IN.test(`${to.hostname}${to.pathname}`))) {
    throw signInPage(remote, error);
  }
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
  const isSameHost = to.hostname === from.hostname && (to.origin === from.origin || isUpgrade);
  if (!isSameHost || !isRepository || to.username || to.password) throw elsewhere(remote, error);
  return validateRemote(`${to.origin}${to.pathname.slice(0, -'/info/refs'.length)}`, remote.policy);
}

function signInPage(remote: ValidatedRemote, cause: unknown): AppError {
  return new AppError(
    'upstream',
    `${remote.host} sends us to another page instead of a repository, as hosts do that want a sign-in. Set a token that may read it, or a new one if one is set.`,
    { kind: 'auth', cause },
  );
}

function elsewhere(remote: ValidatedRemote, cause: unknown): AppError {
  return new AppError(
    'upstream',
    `${remote.host} redirects to another host or server. That is not followed; use the address that it redirects to.`,
    { kind: 'policy', cause },
  );
}
