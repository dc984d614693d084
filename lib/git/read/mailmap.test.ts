import { expect, it } from 'vitest';
import { parseMailmap } from './mailmap';

const map = parseMailmap(
  [
    '# People',
    'Ada Lovelace <ada@example.com>',
    '<grace@example.com> <Grace@Old.example>',
    'Alan Turing <alan@example.com> <alan@old.example>',
    'Edsger <edsger@example.com> root <root@localhost>  # by name',
    'nobody at all',
    'Broken <',
  ].join('\n'),
);

it('reads all four forms', () => {
  expect(map({ name: 'ada', email: 'ADA@example.com' })).toEqual({ name: 'Ada Lovelace', email: 'ADA@example.com' });
  expect(map({ name: 'Grace', email: 'grace@old.example' })).toEqual({ name: 'Grace', email: 'grace@example.com' });
  expect(map({ name: 'at', email: 'alan@old.example' })).toEqual({ name: 'Alan Turing', email: 'alan@example.com' });
  expect(map({ name: 'Root', email: 'root@localhost' })).toEqual({ name: 'Edsger', email: 'edsger@example.com' });
  expect(map({ name: 'other', email: 'root@localhost' })).toEqual({ name: 'other', email: 'root@localhost' });
});

it('leaves alone whom it does not know', () => {
  expect(map({ name: 'X', email: 'x@example.com' })).toEqual({ name: 'X', email: 'x@example.com' });
});
