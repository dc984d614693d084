// Forms about one's own account: signing in and out, the first account, an invitation, the password, sessions, the theme.
import { readCookies } from '@/app/_auth/auth';
import { localPath } from '@/app/_auth/local-path';
import { providerNames } from '@/app/_auth/providers';
import { noSessionCookieHeader, sessionCookieHeader } from '@/app/_auth/session';
import { signInCode, signInMessage } from '@/app/_auth/sign-in-messages';
import { startProviderSignIn } from '@/app/_auth/start-provider-sign-in';
import { clientAddress } from '@/app/_http/origin';
import { THEME_COOKIE, toTheme } from '@/app/_theme';
import { authenticate, credentialsSchema, type SignedIn } from '@/lib/accounts/authenticate';
import { changePassword, changePasswordSchema } from '@/lib/accounts/change-password';
import { setUpFirstAdministrator, setupSchema } from '@/lib/accounts/first-administrator';
import { acceptInvite, acceptInviteSchema } from '@/lib/accounts/invites/accept-invite';
import { endNamedSession, endSession, endSessions } from '@/lib/accounts/sessions/end-sessions';
import { requireWriter } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { textOf, wordOf } from './field/fields';
import { FieldError, type Form, type FormCall, parseForm, subjectOf } from './field/form';

const signIn: Form = {
  isForVisitors: true,
  keeps: ['email'],
  async take({ ctx, headers, fields }) {
    requireAccounts(ctx.env.auth);
    const credentials = credentialsSchema.safeParse({
      email: wordOf(fields, 'email'),
      password: wordOf(fields, 'password'),
    });
    if (!credentials.success) throw new FieldError(signInMessage('CredentialsSignin'), null);
    const address = clientAddress(headers);
    const signedIn = await authenticate(ctx.db, { ...credentials.data, address }).catch((error) => {
      throw new AppError(toAppError(error).code, signInMessage(signInCode(error)), { cause: error });
    });
    return await signedInAs(signedIn, { ctx, headers, fields }, '/repos');
  },
};

/** The next page, as somebody who has just proved who they are; the session before ends. */
async function signedInAs(signedIn: SignedIn, { ctx, headers, fields }: FormCall, fallback: string) {
  if (ctx.person) await endNamedSession(ctx.db, ctx.person.sessionId, ctx);
  const cookies = [await sessionCookieHeader(ctx, headers, signedIn)];
  return { next: localPath(textOf(fields, 'next'), fallback), cookies };
}

const signInWith: Form = {
  isForVisitors: true,
  async take({ ctx, headers, fields }) {
    requireAccounts(ctx.env.auth);
    const id = subjectOf(fields);
    if (!providerNames(ctx.env).some((provider) => provider.id === id)) {
      throw new AppError('not_found', 'There is no such way to sign in here.');
    }
    const { location, cookies } = await startProviderSignIn(ctx, headers, {
      id,
      next: localPath(textOf(fields, 'next'), '/repos'),
    });
    return { leaveTo: location, cookies };
  },
};

const signOut: Form = {
  isForVisitors: true,
  async take({ ctx, headers }) {
    if (ctx.person) await endNamedSession(ctx.db, ctx.person.sessionId, ctx);
    return { next: '/', cookies: [noSessionCookieHeader(ctx.env, headers)] };
  },
};

const setup: Form = {
  isForVisitors: true,
  keeps: ['email', 'name'],
  async take(call) {
    const input = parseForm(setupSchema, {
      token: wordOf(call.fields, 'token'),
      email: wordOf(call.fields, 'email'),
      password: wordOf(call.fields, 'password'),
      name: textOf(call.fields, 'name'),
    });
    const { signedIn } = await setUpFirstAdministrator(call.ctx, input);
    return await signedInAs(signedIn, call, '/repos');
  },
};

const invited: Form = {
  isForVisitors: true,
  keeps: ['name'],
  async take(call) {
    const input = parseForm(acceptInviteSchema, {
      token: wordOf(call.fields, 'token'),
      password: wordOf(call.fields, 'password'),
      name: textOf(call.fields, 'name'),
    });
    const { signedIn } = await acceptInvite(call.ctx, input);
    return await signedInAs(signedIn, call, '/');
  },
};

const password: Form = {
  async take({ ctx, headers, fields }) {
    requireWriter(ctx);
    const input = parseForm(
      changePasswordSchema,
      { current_password: wordOf(fields, 'current'), new_password: wordOf(fields, 'new') },
      { current_password: 'current', new_password: 'new' },
    );
    const signedIn = await changePassword(ctx, { ...input, address: clientAddress(headers) });
    return { text: 'Your password has been changed.', cookies: [await sessionCookieHeader(ctx, headers, signedIn)] };
  },
};

const endOneSession: Form = {
  async take({ ctx, fields }) {
    await endSession(ctx, subjectOf(fields));
    return { text: 'It has ended.' };
  },
};

const endOtherSessions: Form = {
  async take({ ctx }) {
    await endSessions(ctx, 'others');
    return { text: 'All others have ended.' };
  },
};

const theme: Form = {
  isForVisitors: true,
  async take({ headers, fields }) {
    const chosen = toTheme(textOf(fields, 'theme') ?? readCookies(headers)[THEME_COOKIE]);
    return { cookies: [`${THEME_COOKIE}=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax`] };
  },
};

function requireAccounts(auth: 'accounts' | 'disabled'): void {
  if (auth === 'disabled') throw new AppError('not_found', 'There is nothing to sign in to here.');
}

export const accountForms = {
  'sign-in': signIn,
  'sign-in-with': signInWith,
  'sign-out': signOut,
  setup,
  invited,
  password,
  'end-session': endOneSession,
  'end-other-sessions': endOtherSessions,
  theme,
};
