import { describe, expect, it } from 'vitest';
import { resolveLanguage, similarLanguages } from './languages';

describe('languages', () => {
  it.each([
    ['go', 'Go'],
    ['golang', 'Go'],
    ['ts', 'TypeScript'],
    ['TSX', 'TSX'],
    ['js', 'JavaScript'],
    ['c++', 'C++'],
    ['cpp', 'C++'],
    ['c#', 'C#'],
    ['csharp', 'C#'],
    ['py', 'Python'],
    ['objective-c', 'Objective-C'],
    ['Objective C', 'Objective-C'],
    ['sh', 'Shell'],
    ['bash', 'Shell'],
    ['yml', 'YAML'],
    ['rs', 'Rust'],
    ['r', 'R'],
    ['c', 'C'],
    ['d', 'D'],
    ['makefile', 'Makefile'],
    ['klingon', null],
    ['', null],
  ])('%s is %s', (value, name) => {
    expect(resolveLanguage(value)).toBe(name);
  });

  it('knows similar ones', () => {
    expect(similarLanguages('pyton')).toContain('Python');
    expect(similarLanguages('  ')).toEqual([]);
  });
});
