// GitHub and OpenID Connect, if the environment names them.
import type { NextAuthOptions } from 'next-auth';
import GithubProvider from 'next-auth/providers/github';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { Env } from '@/lib/env';
import { type Outbound, outboundAgent } from '@/lib/net/outbound';
import { ask } from '@/lib/net/request';

type HttpOptions = { timeout: number; agent: ReturnType<typeof outboundAgent> };

/** Milliseconds that a provider may take to answer. */
const TIMEOUT = 10_000;

const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** The primary address if GitHub has verified it. */
export function verifiedGithubEmail(answer: unknown): string | null {
  const emails = githubEmails.safeParse(answer);
  return emails.data?.find((entry) => entry.primary && entry.verified)?.email ?? null;
}

const oidcProfile = z.object({
  sub: z.string().min(1),
  email: z.email().nullish().catch(null),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).nullish(),
  name: z.string().nullish().catch(null),
});

/** Only an address that the provider vouches for counts; next-auth's `email` carries nothing else here. */
export function personOfOidcProfile(answer: unknown) {
  const profile = oidcProfile.parse(answer);
  return {
    id: profile.sub,
    email: profile.email_verified === true ? (profile.email ?? null) : null,
    name: profile.name?.slice(0, 100) ?? null,
  };
}

/** What the sign-in page offers beside a password. */
export function providerNames(env: Env): { id: string; name: string }[] {
  return [
    ...(env.github ? [{ id: 'github', name: 'GitHub' }] : []),
    ...(env.oidc ? [{ id: 'oidc', name: env.oidc.name }] : []),
  ];
}

export function providersOf(env: Env): NextAuthOptions['providers'] {
  const httpOptions = { timeout: TIMEOUT, agent: outboundAgent(env) };
  return [
    ...(env.github ? [github(env.github, env, httpOptions)] : []),
    ...(env.oidc ? [oidc(env.oidc, httpOptions)] : []),
  ];
}

function github(options: NonNullable<Env['github']>, outbound: Outbound, httpOptions: HttpOptions) {
  return GithubProvider({
    clientId: options.id,
    clientSecret: options.secret,
    checks: ['pkce', 'state'],
    httpOptions,
    userinfo: {
      url: 'https://api.github.com/user',
      async request({ client, tokens }) {
        const profile = await client.userinfo(tokens.access_token ?? '');
        const question = {
          headers: {
            authorization: `Bearer ${tokens.access_token}`,
            accept: 'application/vnd.github+json',
            'user-agent': 'Freshet',
          },
          signal: AbortSignal.timeout(TIMEOUT),
        };
        const emails = await ask('https://api.github.com/user/emails', question, outbound);
        // The profile's own address may be one that nobody has verified.
        return { ...profile, email: emails.ok ? (verifiedGithubEmail(await emails.json()) ?? undefined) : undefined };
      },
    },
    profile: (profile) => ({
      id: String(profile.id),
      name: profile.name ?? profile.login,
      email: profile.email ?? null,
    }),
  });
}

function oidc(options: NonNullable<Env['oidc']>, httpOptions: HttpOptions): OAuthConfig<Record<string, unknown>> {
  return {
    id: 'oidc',
    name: options.name,
    type: 'oauth',
    wellKnown: `${options.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: options.id,
    clientSecret: options.secret,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    httpOptions,
    userinfo: {
      async request({ client, tokens }) {
        // The id token was checked by next-auth. Many providers put the address only if it is asked for.
        const claims = tokens.id_token ? JSON.parse(claimsText(tokens.id_token)) : {};
        if (claims.email !== undefined && claims.email_verified !== undefined) return claims;
        return { ...claims, ...(await client.userinfo(tokens.access_token ?? '')), sub: claims.sub };
      },
    },
    profile: personOfOidcProfile,
  };
}

function claimsText(idToken: string): string {
  return Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
}
