// What ranking takes from a plan: every text that is spelled out, wherever it stands in the query.
import { expect, it } from 'vitest';
import { simplify } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { askedOf } from './asked';

const asked = (q: string) => {
  const { terms, slots, words } = askedOf(simplify(parseQuery(q)));
  return { terms: terms.length, slots: slots.map((slot) => slot.map(({ text }) => text)), words };
};

it.each([
  ['config manager', { terms: 2, slots: [['config'], ['manager']], words: ['config', 'manager'] }],
  ['(config manager) OR "set up" OR -tmp', { terms: 3, slots: [['config', 'manager', 'set up']], words: null }],
  [
    'manager (config lang:go OR config2 lang:c)',
    { terms: 3, slots: [['manager'], ['config', 'config2']], words: null },
  ],
  ['manager /con.ig/', { terms: 2, slots: [['manager']], words: ['manager'] }],
  ['sym:conf* sym:Manager', { terms: 2, slots: [['Manager']], words: null }],
  ['lang:go', { terms: 0, slots: [], words: null }],
])('%s', (q, expected) => expect(asked(q)).toEqual(expected));
