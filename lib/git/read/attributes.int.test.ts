// What git says of a path is what we say: tried on real repositories, with git's own `check-attr`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import { escapePath } from '@/lib/git/escape-path';
import { randomFrom } from '@/lib/text/testing';
import type { AttributeValue } from './attributes';
import { openCatFile } from './cat-file';
import { TreeAttributes } from './tree-attributes';

const NAMES = ['a', 'b', 'linguist-language'];

let root: string;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-attributes-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** By git: `path attribute=value` for all paths and attributes. */
async function gitSays(git: GitRepo, paths: string[]): Promise<string[]> {
  await git.git(['read-tree', 'main']);
  const out = await git.git(['check-attr', '--cached', '-z', '--stdin', ...NAMES], `${paths.join('\0')}\0`);
  const fields = out.split('\0');
  const said: string[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) said.push(`${fields[i]} ${fields[i + 1]}=${fields[i + 2]}`);
  return said;
}

async function weSay(git: GitRepo, paths: string[]): Promise<string[]> {
  const cat = openCatFile(git.dir);
  try {
    const attributes = new TreeAttributes(cat, await git.tip(), new Set(NAMES));
    const said: string[] = [];
    for (const one of paths) {
      const values = await attributes.of(escapePath(Buffer.from(one)));
      for (const name of NAMES) said.push(`${one} ${name}=${written(values.get(name))}`);
    }
    return said;
  } finally {
    await cat.close();
  }
}

function written(value: AttributeValue | undefined): string {
  if (value === undefined || value === null) return 'unspecified';
  return value === true ? 'set' : value === false ? 'unset' : value;
}

async function compare(files: Record<string, string>, paths: string[]): Promise<string[]> {
  const content: FileSet = { ...Object.fromEntries(paths.map((one) => [one, 'x\n'])), ...files };
  const git = await createRepo(root, `repo-${++count}`, content);
  const said = await weSay(git, paths);
  expect(said, JSON.stringify(files)).toEqual(await gitSays(git, paths));
  return said;
}

const PATHS = [
  'x',
  'x.c',
  'X.C',
  'src/x.c',
  'src/y.h',
  'src/lib/x.c',
  'src/lib/deep/z.min.js',
  'lib/x.c',
  'src.c/x',
  'naïve.c',
];

describe('attributes', () => {
  it.each<[string, Record<string, string>]>([
    ['names and paths', { '.gitattributes': '*.c a\nsrc/*.h b=1\n/x.c a=top\nlib/* -a\n' }],
    ['stars', { '.gitattributes': 'src/**/x.c a\n**/lib/** b\nsrc/**/deep/* a=d\n*s* linguist-language=S\n' }],
    ['double stars that are not alone', { '.gitattributes': 'src**x.c a\ns**/x.c b\n**.c linguist-language=C\n' }],
    ['the last line', { '.gitattributes': '*.c a=1\n*.c a=2\nx.c !a\nsrc/x.c -a\n' }],
    [
      'the nearest folder',
      {
        '.gitattributes': '*.c a=root\n',
        'src/.gitattributes': '*.c a=src\nlib/x.c b\n',
        'src/lib/.gitattributes': 'x.c !a\n',
      },
    ],
    [
      'macros',
      { '.gitattributes': '[attr]mine a b=macro -linguist-language\n*.c mine\nlib/* -mine b=lib\n*.h a=1 mine a=2\n' },
    ],
    [
      'macros of macros, and loops of them',
      { '.gitattributes': '[attr]one two a\n[attr]two one b=2\n*.c one\n*.h two\n' },
    ],
    ['macros taken back', { '.gitattributes': '[attr]mine a\n*.c mine\nsrc/x.c -mine\nlib/x.c !mine\n' }],
    ['macros where none may be', { 'src/.gitattributes': '[attr]mine a\n*.c mine\n' }],
    ['builtin macros made anew', { '.gitattributes': '[attr]binary a=bin\n*.c binary\n' }],
    [
      'quotes and comments',
      {
        '.gitattributes': '# *.c a\n"x.c" a\n"na\\303\\257ve.c" b\n  *.h a # b\n"broken a\n\\x.c linguist-language=E\n',
      },
    ],
    ['folders and negation', { '.gitattributes': 'src/ a\n!x.c a\n\\!x a\nsrc a=folder\n' }],
    [
      'sets',
      {
        '.gitattributes':
          '[a-x].c a\n[!x]* b\n[[:upper:]].C linguist-language=U\n*.[ch] a=set\nsrc[/]x.c a=slash\n[x b=open\n',
      },
    ],
    ['names that are none', { '.gitattributes': '*.c a -=x\n*.h a=1 b*=2\nx a= b==\n' }],
    ['line ends', { '.gitattributes': '*.c a\r\n*.h b=1\r\n\r\nx linguist-language=X' }],
    ['long lines', { '.gitattributes': `*.c a\n*.c b=${'v'.repeat(2040)}\n*.h b=${'v'.repeat(2030)}\n` }],
    ['question marks and bytes', { '.gitattributes': 'na??ve.c a\nna?ve.c b\n?.c linguist-language=Q\n' }],
  ])('follow git: %s', async (_, files) => {
    await compare(files, PATHS);
  });

  it('are read behind a byte order mark, as git does in a work tree', async () => {
    const git = await createRepo(root, `repo-${++count}`, { '.gitattributes': '\ufeffx.c a\n', 'x.c': 'x\n' });
    expect(await weSay(git, ['x.c'])).toContain('x.c a=set');
  });

  it('follow git for whatever patterns', async () => {
    const random = randomFrom(31);
    const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
    const pieces = [
      '*',
      '**',
      '/',
      '?',
      'x',
      'y',
      '.c',
      'src',
      'lib',
      '[xy]',
      '[!x]',
      '[a-',
      '\\',
      '\\*',
      '**/',
      '/**',
      '.',
      'deep',
    ];
    const states = [
      'a',
      '-a',
      '!a',
      'a=1',
      'b',
      '-b',
      'b=2',
      'mine',
      '-mine',
      'linguist-language=Go',
      '!linguist-language',
    ];
    const line = () => {
      const pattern = Array.from({ length: 1 + random(5) }, () => pick(pieces)).join('');
      return `${pattern} ${Array.from({ length: 1 + random(3) }, () => pick(states)).join(' ')}\n`;
    };
    const file = () => Array.from({ length: random(8) }, line).join('');
    let decided = 0;
    for (let round = 0; round < 40; round++) {
      const said = await compare(
        {
          '.gitattributes': `[attr]mine a=m b\n${file()}`,
          'src/.gitattributes': file(),
          'src/lib/.gitattributes': file(),
        },
        PATHS,
      );
      decided += said.filter((one) => !one.endsWith('unspecified')).length;
    }
    expect(decided).toBeGreaterThan(100);
  });

  it('end in time for hostile patterns, and say that they did', async () => {
    const hostile = Array.from(
      { length: 3000 },
      (_, i) => `${'*a'.repeat(400)}${i} a\n**/${'*/'.repeat(300)}x b\n`,
    ).join('');
    const files = Array.from({ length: 300 }, (_, i) => [`${'a'.repeat(200)}/${'a'.repeat(200)}${i}`, 'x\n'] as const);
    const git = await createRepo(root, `repo-${++count}`, [
      ...files,
      ['.gitattributes', hostile.slice(0, 1024 * 1024)],
    ]);
    const cat = openCatFile(git.dir);
    try {
      const attributes = new TreeAttributes(cat, await git.tip(), new Set(NAMES));
      for (const [one] of files) await attributes.of(one);
      expect(attributes.isCut).toBe(true);
    } finally {
      await cat.close();
    }
  });
});
