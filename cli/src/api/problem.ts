// What the server refused, as an error of ours.
import type { Profile } from '../config/profile';
import { CliError, EXIT, exitCodeOf } from '../errors';
import { cleanSentence } from '../terminal/clean';

/** `body` is what came with the status: problem+json from Freshet, anything from what stands in front of it. */
export function problemOf(status: number, body: unknown, profile: Profile): CliError {
  const detail = detailOf(body, profile);
  if (status === 401) return new CliError(EXIT.notAllowed, refused(profile, detail));
  if (status === 407) {
    return new CliError(
      EXIT.notAllowed,
      'The proxy wants to know who asks: HTTPS_PROXY=http://name:password@proxy:port',
    );
  }
  if (detail) return new CliError(exitCodeOf(status), detail);
  if (status === 404) {
    return new CliError(
      EXIT.notFound,
      `${profile.url} knows nothing under this address. Is it Freshet, and as new as this program?`,
    );
  }
  return new CliError(exitCodeOf(status), `${profile.url} answered with the status ${status}.`);
}

function detailOf(body: unknown, profile: Profile): string | null {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
  if (typeof detail !== 'string' || detail === '') return null;
  const sentence = cleanSentence(detail);
  // A server that repeats what it was sent must not get it into a log here.
  return profile.token ? sentence.replaceAll(profile.token, '…') : sentence;
}

function refused(profile: Profile, detail: string | null): string {
  if (!profile.token) return `${profile.url} wants to know who asks. Run \`freshet login\`, or set FRESHET_TOKEN.`;
  const why = detail ?? 'The token is not good there.';
  return `${why} Make a new one under Settings, Tokens, and run \`freshet login\`.`;
}
