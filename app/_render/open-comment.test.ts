import { describe, expect, it } from 'vitest';
import { openComment } from './open-comment';
import { tokenise } from './tokenise';

describe('openComment', () => {
  it.each([
    [' * Spawns a task.', 'TypeScript', '/*'],
    [' * Spawns a task.\n */\nfn spawn() {}', 'Rust', '/*'],
    ['the end of it */ int x;', 'C', '/*'],
    ['of a page -->\n<p>', 'HTML', '<!--'],
    ['and so on *)', 'OCaml', '(*'],
    ['/* begun */ here', 'Go', null],
    ['*pointer = 3;', 'C', null],
    ['const x = 1;', 'TypeScript', null],
    [' * item', 'Markdown', null],
    [' * Spawns a task.', 'Klingon', null],
  ])('%j of %s begins with %j', (text, language, opening) => expect(openComment(text, language)).toBe(opening));

  it('gives a piece the colours that it has in its file', async () => {
    const file = '/**\n * Spawns a task.\n * Never blocks.\n */\nexport function spawn() {}\n';
    const piece = file.split('\n').slice(1, 5).join('\n');
    const opening = openComment(piece, 'TypeScript');
    const alone = (await tokenise(`${opening}\n${piece}`, 'TypeScript'))?.slice(1);
    expect(alone).toEqual((await tokenise(file, 'TypeScript'))?.slice(1, 5));
    expect(alone?.[0]?.[0]?.[0]).toBe('c-comment');
  });
});
