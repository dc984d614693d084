import { describe, expect, it } from 'vitest';
import { personOfOidcProfile, verifiedGithubEmail } from './providers';

describe('verifiedGithubEmail', () => {
  const entry = (email: string, primary: boolean, verified: boolean) => ({
    email,
    primary,
    verified,
    visibility: null,
  });
  it.each([
    ['the primary one', [entry('b@x.example', false, true), entry('a@x.example', true, true)], 'a@x.example'],
    ['none where the primary one is not verified', [entry('a@x.example', true, false)], null],
    ['none but the primary one', [entry('a@x.example', false, true)], null],
    ['none in an error', { message: 'Bad credentials' }, null],
  ])('is %s', (_what, answer, email) => {
    expect(verifiedGithubEmail(answer)).toBe(email);
  });
});

describe('personOfOidcProfile', () => {
  it.each([
    [{ sub: '1', email: 'a@x.example', email_verified: true }, 'a@x.example'],
    [{ sub: '1', email: 'a@x.example', email_verified: 'true' }, 'a@x.example'],
    [{ sub: '1', email: 'a@x.example', email_verified: 'false' }, null],
    [{ sub: '1', email: 'a@x.example' }, null],
    [{ sub: '1', email: 'no address', email_verified: true }, null],
    [{ sub: '1' }, null],
  ])('of %j has the address %s', (profile, email) => {
    expect(personOfOidcProfile(profile)).toMatchObject({ id: '1', email });
  });

  it('needs a subject', () => {
    expect(() => personOfOidcProfile({ email: 'a@x.example', email_verified: true })).toThrow();
    expect(() => personOfOidcProfile({ sub: '' })).toThrow();
  });
});
