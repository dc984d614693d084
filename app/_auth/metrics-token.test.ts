import { expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { hasMetricsToken } from './metrics-token';

const TOKEN = 'a-token-of-some-length';

it.each([
  [`Bearer ${TOKEN}`, true],
  [`bearer ${TOKEN}`, true],
  [`Bearer ${TOKEN}x`, false],
  [`Bearer ${TOKEN.slice(1)}`, false],
  [`Basic ${TOKEN}`, false],
  [TOKEN, false],
  ['Bearer ', false],
])('%s opens: %s', (authorization, opens) => {
  expect(hasMetricsToken(parseEnv({ FRESHET_METRICS_TOKEN: TOKEN }), new Headers({ authorization }))).toBe(opens);
  expect(hasMetricsToken(parseEnv({}), new Headers({ authorization }))).toBe(false);
});

it('a token that could be guessed, or that no header can carry, stops the start', () => {
  for (const token of ['short', 'fifteen-letters', 'with spaces in the middle', 'ünlesbar-und-lang-genug']) {
    expect(() => parseEnv({ FRESHET_METRICS_TOKEN: token })).toThrow('FRESHET_METRICS_TOKEN');
  }
});
