import { expect, it } from 'vitest';
import { localPath } from './local-path';

it.each([
  ['/repos?after=x', '/repos?after=x'],
  ['/runs/1#end', '/runs/1#end'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example/x', '/'],
  ['/..//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['repos', '/'],
  [undefined, '/'],
])('%s → %s', (path, expected) => expect(localPath(path, '/')).toBe(expected));
