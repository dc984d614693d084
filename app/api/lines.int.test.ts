// A line has the same number wherever it is shown: in results, on pages, in the index, and for git.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileHtml } from '@/app/_render/file-html';
import { closeRenderers } from '@/app/_render/threads';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { randomFrom } from '@/lib/text/testing';
import { addIndexedRepo } from './_indexing';
import { type ApiWorld, call, startApi } from './_testing';

/** What ends a line elsewhere, and what does here. */
const PIECES = [
  '\r',
  '\n',
  '\r\n',
  '\r\r\n',
  '\n\r',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\x1c',
  ' x ',
  '// ß',
  '😀',
];
const FILES = 160;
const WORDS = 24;

let api: ApiWorld;
let git: GitRepo;
let repoId: string;
/** Path to text. */
const texts = new Map<string, string>();

beforeAll(async () => {
  api = await startApi();
  const random = randomFrom(11);
  for (let i = 0; i < FILES; i++) {
    let text = '';
    for (let j = random(60); j > 0; j--) {
      text += PIECES[random(PIECES.length)];
      // Words one at a time, so that each can be asked for.
      if (random(3) === 0) text += ` needle${random(WORDS)} `;
    }
    texts.set(`f${i}.${['ts', 'txt', 'py', 'md'][i % 4]}`, text);
  }
  const repo = await addIndexedRepo(api, 'odd', texts);
  repoId = repo.id;
  git = repo.git;
});
afterAll(async () => {
  await Promise.all([closeWorkers(), closeRenderers()]);
  await api.close();
});

/** Lines without their \n or \r\n, told by nothing that is tested here. */
function shown(text: string): string[] {
  return [...text.matchAll(/([^\n]*?)(?:\r?\n|$)/g)].map(([, line]) => line!).slice(0, -1);
}

/** `path:line` of every line with this word, by git. */
async function gitLines(word: string): Promise<string[]> {
  const out = await git.git(['grep', '-n', '-a', '-w', '-z', '-F', '-e', word, 'main']);
  return [...out.matchAll(/main:(f\d+\.\w+)\0(\d+)\0/g)].map(([, file, line]) => `${file}:${line}`).sort();
}

it('in the results of a search', async () => {
  let lines = 0;
  for (let i = 0; i < WORDS; i++) {
    const word = `needle${i}`;
    const response = await call('GET', `/api/v1/search?q=${word}&limit=100`);
    const found: { path: string; match_count: number; matches: { line: number; text: string }[] }[] = (
      await response.json()
    ).results;
    const expected = await gitLines(word);
    // Results show a few lines of a file each; these files have no more.
    expect(found.flatMap((file) => file.matches.map(({ line }) => `${file.path}:${line}`)).sort()).toEqual(expected);
    for (const file of found) {
      for (const { line, text } of file.matches) {
        expect(shown(texts.get(file.path)!)[line - 1]).toBe(text);
      }
    }
    lines += expected.length;
  }
  expect(lines).toBeGreaterThan(800);
});

it('in the index', async () => {
  const rows = await api.db.$client<{ path: string; line_count: number; content: string }[]>`
    select f.path, b.line_count, b.content from files f join blobs b on b.id = f.blob_id where f.repo_id = ${repoId}`;
  expect(rows).toHaveLength(FILES);
  for (const { path: file, line_count: count, content } of rows) {
    expect(content).toBe(texts.get(file));
    const newlines = content.match(/\n/g)?.length ?? 0;
    expect(count, file).toBe(newlines + (content === '' || content.endsWith('\n') ? 0 : 1));
  }
});

it('on pages, coloured or not, which show what would look like a line end', async () => {
  const languages = { ts: 'TypeScript', txt: null, py: 'Python', md: 'Markdown' } as const;
  for (const [file, text] of texts) {
    const blob = await (await call('GET', `/api/v1/repos/${repoId}/blob?path=${file}`)).json();
    expect(blob.content).toBe(text);
    if (text === '') continue;
    const language = languages[file.split('.')[1] as keyof typeof languages];
    const { html, lineCount } = await fileHtml(`${blob.sha}:${language}`, blob.content, language, { from: 1 });
    const lines = shown(text);
    expect(lineCount, file).toBe(lines.length);
    const spans = [...html.matchAll(/<span class="line" id="L(\d+)"><a [^>]*>\d+<\/a>([^\n]*)\n<\/span>/g)];
    expect(
      spans.map(([, number]) => Number(number)),
      file,
    ).toEqual(lines.map((_, i) => i + 1));
    expect(html).not.toMatch(/[\r\v\f\u0085\u2028\u2029]/);
    const read = spans.map(([, , code = '']) =>
      code
        .replace(/<span class="c-hidden">U\+([0-9A-F]{4})<\/span>/g, (_, hex) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
        .replace(/<[^>]*>/g, ''),
    );
    expect(read, file).toEqual(lines);
  }
});
