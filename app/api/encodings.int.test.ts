// A file's text is the same wherever it is read, whatever it is written in: in the index, in results, by the API and as
// a browser shows the raw file.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { encodeAs, encodeWide } from '@/lib/text/testing';
import { addIndexedRepo, type IndexedRepo } from './_indexing';
import { type ApiWorld, call, startApi } from './_testing';

const ja = '// データベースに接続できない場合は、三回まで再試行します。\nfunc retry() {}\n';
const zh = '// 如果用户没有登录,就跳转到登录页面。\nfunc login() {}\n';
const ko = '// 사용자가 로그인하지 않은 경우에는 화면으로 이동한다.\nfunc move() {}\n';
const ru = '// Если пользователь не вошёл, показываем страницу входа.\nfunc show() {}\n';
const fr = '// Vérifie que l’utilisateur est connecté, sinon on l’envoie à la page d’accueil.\nfunc check() {}\n';
const lines = Array.from({ length: 50 }, (_, i) => `// ${i}: größer als 検索 ☃\n`).join('');

/** Path to content and its text, and a word that finds it. */
const FILES: Record<string, [content: Buffer, text: string, word: string]> = {
  'sjis.go': [encodeAs(ja, 'shift_jis'), ja, '接続'],
  'eucjp.go': [encodeAs(ja, 'euc-jp'), ja, '再試行'],
  'gbk.go': [encodeAs(zh, 'gb18030'), zh, '用户'],
  'euckr.go': [encodeAs(ko, 'euc-kr'), ko, '사용자가'],
  'cp1251.go': [encodeAs(ru, 'windows-1251'), ru, 'пользователь'],
  'koi8.go': [encodeAs(ru, 'koi8-r'), ru, 'страницу'],
  'cp1252.go': [encodeAs(fr, 'windows-1252'), fr, 'envoie'],
  'utf16.go': [encodeWide(ko, 'utf-16le'), ko, '로그인하지'],
  'utf16-marked.go': [encodeWide(`\ufeff${ja}`, 'utf-16be'), ja, '場合'],
  'utf16-stray.go': [
    Buffer.concat([encodeWide(`\ufeff${fr}`, 'utf-16le'), Buffer.from('\n')]),
    `${fr}\ufffd`,
    'accueil',
  ],
  'utf8-stray.go': [
    Buffer.concat([Buffer.from(lines), Buffer.from('// caf\xe9\n', 'latin1'), Buffer.from(lines)]),
    `${lines}// caf\ufffd\n${lines}`,
    'größer',
  ],
  'utf8-cut.go': [Buffer.from(`${lines}// ☃`).subarray(0, -1), `${lines}// \ufffd`, '検索'],
};

let api: ApiWorld;
let repo: IndexedRepo;
let repoId: string;

beforeAll(async () => {
  api = await startApi();
  const files = Object.entries(FILES).map(([file, [content]]) => [file, content] as const);
  repo = await addIndexedRepo(api, 'old', files);
  repoId = repo.id;
});
afterAll(async () => {
  await closeWorkers();
  await api.close();
});

it.each(Object.entries(FILES))('%s', async (file, [content, text, word]) => {
  const [row] = await api.db.$client<{ content: string }[]>`
    select b.content from files f join blobs b on b.id = f.blob_id where f.repo_id = ${repoId} and f.path = ${file}`;
  expect(row?.content).toBe(text);

  const blob = await (await call('GET', `/api/v1/repos/${repoId}/blob?path=${file}`)).json();
  expect(blob).toMatchObject({ content: text, is_binary: false, language: 'Go' });

  const raw = await call('GET', `/api/v1/repos/${repoId}/blob?path=${file}&raw=1`);
  const bytes = Buffer.from(await raw.arrayBuffer());
  expect(bytes).toEqual(content);
  const charset = /^text\/plain; charset=(.+)$/.exec(raw.headers.get('content-type') ?? '')?.[1];
  // Node's own decoder of this one is not to be relied on.
  if (charset !== 'windows-1252') expect(new TextDecoder(charset).decode(bytes)).toBe(text);

  const found = await (await call('GET', `/api/v1/search?q=${encodeURIComponent(`"${word}" file:${file}`)}`)).json();
  expect(found.results).toMatchObject([{ path: file }]);
  const [match] = found.results[0].matches;
  expect(text.split('\n')[match.line - 1]).toBe(match.text);
});

it('has the language of the path that is asked for, at each commit', async () => {
  const same = 'set(x 1)\n';
  const older = await repo.git.commit({ 'CMakeLists.txt': same, 'x/.gitattributes': '*.txt linguist-language=Perl\n' });
  const newer = await repo.git.commit({ 'CMakeLists.txt': null, 'notes.txt': same, 'x/notes.txt': same });
  await repo.index();
  const languageAt = async (commit: string, file: string) =>
    (await (await call('GET', `/api/v1/repos/${repoId}/blob?commit=${commit}&path=${file}`)).json()).language;
  expect(await languageAt(older, 'CMakeLists.txt')).toBe('CMake');
  expect(await languageAt(newer, 'notes.txt')).toBe('Text');
  expect(await languageAt(newer, 'x/notes.txt')).toBe('Perl');
});
