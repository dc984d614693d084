import { expect, it } from 'vitest';
import { nameOfBranch, nameOfTag, refsNamed } from './revision-name';

it('names a branch or tag so that it is the first thing looked for', () => {
  const names = [
    'main',
    'feature/x',
    'ab'.repeat(20),
    'AB'.repeat(32),
    'refs/heads/main',
    'refs/tags/v1',
    'refs/heads/',
    'refs/x',
  ];
  for (const name of names) {
    expect(refsNamed(nameOfBranch(name))[0]).toEqual({ kind: 'heads', name });
    expect(refsNamed(nameOfTag(name, true))[0]).toEqual({ kind: 'tags', name });
  }
  expect(names.map(nameOfBranch).filter((name, i) => name === names[i])).toEqual([
    'main',
    'feature/x',
    'refs/heads/',
    'refs/x',
  ]);
  expect(nameOfTag('v1', false)).toBe('v1');
});
