// Why signing in did not work, in one set of sentences for whoever asks: next-auth by its codes, our own form by its errors.
import { AppError } from '@/lib/errors';

const MESSAGES = {
  CredentialsSignin: 'The e-mail address or the password is not right.',
  TooManyAttempts: 'Too many attempts. Wait a few minutes, then try again.',
  NotInvited: 'There is no account for this address. Ask an administrator for an invitation.',
  Unavailable: 'Signing in does not work at the moment. The details are in the server’s log.',
  AccessDenied: 'The provider did not confirm who you are. Try again.',
};
type SignInCode = keyof typeof MESSAGES;

/** The sentence for a code; one that fits them all if it is not known. */
export function signInMessage(code: string): string {
  return Object.hasOwn(MESSAGES, code) ? MESSAGES[code as SignInCode] : 'Signing in did not work. Try again.';
}

/** The code for what `authenticate` throws. */
export function signInCode(error: unknown): SignInCode {
  const code = error instanceof AppError ? error.code : null;
  return code === 'unauthenticated' ? 'CredentialsSignin' : code === 'limit' ? 'TooManyAttempts' : 'Unavailable';
}
