// next-auth's options: who may sign in is decided in lib/accounts, this file only translates.
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { Surroundings } from '@/app/_http/context';
import { authenticate, credentialsSchema, type SignedIn } from '@/lib/accounts/authenticate';
import { sessionSecret } from '@/lib/accounts/session-secret';
import { endNamedSession } from '@/lib/accounts/sessions/end-sessions';
import { SESSION_SECONDS, type SessionOrigin } from '@/lib/accounts/sessions/open-session';
import { sessionClaims, sessionPerson } from '@/lib/accounts/sessions/session-person';
import { signInWithProvider } from '@/lib/accounts/sign-in-with-provider';
import { callerNetwork } from '@/lib/caller-network.mjs';
import { AppError } from '@/lib/errors';
import { redact } from '@/lib/log';
import { providersOf } from './providers';
import { newSession, sessionCookie } from './session';

/** The page where people sign in, also with ?error=: CredentialsSignin, TooManyAttempts, NotInvited, Unavailable … */
const SIGN_IN = '/sign-in';

/** Options for one request, which came `from` somewhere to `origin`. */
export function nextAuthOptions(parts: Surroundings, origin: URL, from: SessionOrigin): NextAuthOptions {
  // next-auth takes its own address from NEXTAUTH_URL or, if told so, from two headers, which we fill in.
  delete process.env.NEXTAUTH_URL;
  process.env.AUTH_TRUST_HOST = '1';
  const isSecure = origin.protocol === 'https:';
  const signIns = new Map<string, SignedIn>();
  return {
    providers: [passwordProvider(parts, from.address, signIns), ...providersOf(parts.env)],
    secret: sessionSecret(parts.env),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure,
    cookies: { sessionToken: sessionCookie(isSecure) },
    pages: { signIn: SIGN_IN, error: SIGN_IN, signOut: '/' },
    callbacks: {
      async signIn({ user, account }) {
        if (account?.type !== 'oauth') return true;
        const identity = {
          provider: account.provider,
          accountId: account.providerAccountId,
          verifiedEmail: user.email ?? null,
          name: user.name ?? null,
        };
        const options = { readOnly: parts.env.readOnly, network: callerNetwork(from.address) };
        const signedIn = await signInWithProvider(parts.db, identity, options).catch(unavailable(parts));
        if (!signedIn) return `${SIGN_IN}?error=NotInvited`;
        signIns.set(account.providerAccountId, signedIn);
        return true;
      },
      async jwt({ token, account }) {
        if (account) {
          const signedIn = signIns.get(account.providerAccountId);
          if (!signedIn) throw new Error('A sign-in without its account.');
          return await newSession(parts.db, signedIn, from);
        }
        const claims = sessionClaims.safeParse(token);
        const person = claims.success ? await sessionPerson(parts.db, claims.data, from) : null;
        // next-auth takes the cookie away from whoever has none.
        if (!claims.success || !person) throw new Error('This session has ended.');
        return claims.data;
      },
      async session({ session, token }) {
        const claims = sessionClaims.safeParse(token);
        const person = claims.success ? await sessionPerson(parts.db, claims.data, from) : null;
        return { ...session, user: { name: person?.name ?? null, email: person?.email ?? null } };
      },
    },
    events: {
      async signOut({ token }) {
        const claims = sessionClaims.safeParse(token);
        if (claims.success) await endNamedSession(parts.db, claims.data.sid, { network: callerNetwork(from.address) });
      },
    },
    logger: {
      error: (code, metadata) => {
        if (code === 'JWT_SESSION_ERROR') return;
        const { message } = metadata instanceof Error ? metadata : (metadata.error ?? { message: '' });
        parts.log.warn({ code, message: redact(String(message)) }, 'a sign-in did not work');
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

function passwordProvider(parts: Surroundings, address: string, signIns: Map<string, SignedIn>) {
  return CredentialsProvider({
    name: 'Password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    async authorize(given) {
      const credentials = credentialsSchema.safeParse(given);
      if (!credentials.success) return null;
      try {
        const signedIn = await authenticate(parts.db, { ...credentials.data, address });
        signIns.set(signedIn.id, signedIn);
        return { id: signedIn.id };
      } catch (error) {
        if (error instanceof AppError && error.code === 'unauthenticated') return null;
        if (error instanceof AppError && error.code === 'limit') throw new Error('TooManyAttempts');
        return unavailable(parts)(error);
      }
    },
  });
}

/** next-auth puts the message into a URL, so that it must hold nothing of the cause. */
function unavailable(parts: Surroundings) {
  return (error: unknown): never => {
    parts.log.error({ err: error }, 'a sign-in could not be checked');
    throw new Error('Unavailable');
  };
}
