// Guessing at passwords: who is stopped, and who never is.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientAddress } from '@/app/_http/origin';
import { takeSignInAttempt } from '@/lib/accounts/throttle';
import { addPerson, Browser, PASSWORD } from './_browser';
import { type ApiWorld, startApi } from './_testing';

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

/** Wrong tries for `email` of which each comes from another of `addresses`; returns how many were not looked at. */
async function guess(email: (i: number) => string, addresses: string[]): Promise<number> {
  const answers = await Promise.all(
    addresses.map((address, i) => new Browser().signIn(email(i), `wrong guess ${i}`, { 'x-forwarded-for': address })),
  );
  return answers.filter((answer) => answer.includes('TooManyAttempts')).length;
}

/** One try each at accounts of their own; returns how many are refused before the password is looked at. */
async function tries(addresses: string[]): Promise<number> {
  let stopped = 0;
  for (const [i, written] of addresses.entries()) {
    const address = clientAddress(new Headers({ 'x-forwarded-for': written }));
    await takeSignInAttempt(api.db, { email: `person${i}@example.com`, address }).catch(() => stopped++);
  }
  return stopped;
}

const signInFrom = (address: string) =>
  new Browser().signIn('ada@example.com', PASSWORD, { 'x-forwarded-for': address });

const times = (n: number, address: (i: number) => string) => Array.from({ length: n }, (_, i) => address(i));
const hex = (i: number) => (i + 1).toString(16);

describe('one network is one caller, however it writes its address', () => {
  it.each([
    ['an IPv6 /64', (i: number) => `2001:db8:5:6:${hex(i)}::${hex(i * 7)}`],
    ['an address with a port', (i: number) => `203.0.113.9:${40_000 + i}`],
    ['an address in brackets with a port', (i: number) => `[2001:db8:5:6::9]:${40_000 + i}`],
    ['an address in quotes', (i: number) => (i % 2 ? '"203.0.113.9"' : `"203.0.113.9:${i}"`)],
    ['an address with a zone', (i: number) => `fe80::1%eth${i}`],
    [
      'an IPv4 address within IPv6',
      (i: number) => ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109'][i % 3] ?? '',
    ],
    [
      'an IPv6 address in its spellings',
      (i: number) => ['2001:db8::9', '2001:DB8:0:0:0::9', '2001:0db8::0009'][i % 3] ?? '',
    ],
    ['what is no address', (i: number) => ['', 'unknown', `_x${i}`, `127.${i}`][i % 4] ?? ''],
    ['words of the sender before it', (i: number) => `198.51.100.${i}, 203.0.113.9`],
  ])('%s', async (_what, address) => {
    await addPerson(api, 'ada@example.com');
    // 8 tries for one account, 60 for all.
    expect(await guess(() => 'ada@example.com', times(12, address))).toBe(4);
    expect(await tries(times(60, address))).toBe(8);
  });

  it('a whole IPv4 /24 or IPv6 /48 has more tries than one network, and not without end', async () => {
    expect(await tries(times(250, (i) => `203.0.113.${i}`))).toBe(10);
    expect(await tries(times(250, (i) => `2001:db8:7:${hex(i)}::1`))).toBe(10);
    expect(await tries(['198.51.100.1', '2001:db8:8::1'])).toBe(0);
  });
});

describe('nobody is locked out of an account by guesses from elsewhere', () => {
  it.each([
    ['one IPv6 network', (i: number) => `2001:db8:5:6::${hex(i)}`],
    ['many IPv4 networks', (i: number) => `198.${i % 200}.100.7`],
    ['many IPv6 networks', (i: number) => `2001:db8:${hex(i)}::1`],
    ['one address', () => '198.51.100.7'],
  ])('after 66 from %s', async (_what, address) => {
    await addPerson(api, 'ada@example.com');
    await guess(() => 'ada@example.com', times(66, address));
    expect(await signInFrom('203.0.113.20')).not.toContain('error');
    expect(await signInFrom('2a00:1450:4001::5')).not.toContain('error');
  });

  it('nor by who signs in to an account of his own between two guesses', async () => {
    await addPerson(api, 'ada@example.com');
    await addPerson(api, 'eve@example.com');
    const at = { 'x-forwarded-for': '198.51.100.7' };
    let stopped = 0;
    for (let i = 0; i < 12; i++) {
      const answer = await new Browser().signIn('ada@example.com', `wrong guess ${i}`, at);
      if (answer.includes('TooManyAttempts')) stopped++;
      expect(await new Browser().signIn('eve@example.com', PASSWORD, at)).not.toContain('error');
    }
    expect(stopped).toBe(4);
  });
});

it.each(['ada\0@example.com', '\0', 'a\u0007b@example.com', 'ada@example.com\r\nx: y'])(
  'takes %j for an address that nobody has',
  async (email) => {
    await addPerson(api, 'ada@example.com');
    expect(await new Browser().signIn(email, PASSWORD)).toContain('error=CredentialsSignin');
  },
);
