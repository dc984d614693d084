import { expect, it } from 'vitest';
import { definitions } from './symbols';
import { parseSyntax } from './syntax';

async function names(language: string, text: string): Promise<string[]> {
  const tree = await parseSyntax(language, text);
  try {
    return [...definitions(tree!.rootNode)].map((at) => /^~?[\p{L}\p{N}_$]+/u.exec(text.slice(at))?.[0] ?? '');
  } finally {
    tree?.delete();
  }
}

it.each([
  [
    'TypeScript',
    'export class A<T> { private b = 1; c(): void { inner(); } }\nconst d = () => {};\nexport interface E { f: string }\ntype G = string;\nenum H { I }\nfunction j() { const k = 1; }\nnamespace L { export function m() {} }\n',
    ['A', 'b', 'c', 'd', 'E', 'f', 'G', 'H', 'j', 'L', 'm'],
  ],
  ['JavaScript', 'class A { b() {} }\nlet c = 1, d = 2;\nasync function e() {}\n', ['A', 'b', 'c', 'd', 'e']],
  ['TSX', 'export function App() { return <div/>; }\n', ['App']],
  [
    'Python',
    '@decorated\nclass A(B):\n    x = 1\n    def c(self):\n        d = 2\nE = 3\nasync def f(): pass\n',
    ['A', 'x', 'c', 'E', 'f'],
  ],
  [
    'C',
    '#define MAX 3\n#define MIN(a) a\nstruct point { int x; };\ntypedef int number;\nstatic int *find(int a) { int local; return 0; }\nextern int **counter;\nint local(void);\nenum color { RED };\n#ifdef A\nvoid guarded(void) {}\n#endif\n',
    ['MAX', 'MIN', 'point', 'x', 'number', 'find', 'counter', 'color', 'RED', 'guarded'],
  ],
  [
    'C++',
    'namespace n { template <class T> class A { public: void b(); ~A(); }; }\nvoid n::A<int>::b() {}\n',
    ['n', 'A', 'b'],
  ],
  [
    'Go',
    'package p\nfunc F() {}\nfunc (t *T) Method() {}\ntype T struct { field int }\nconst C = 1\nvar (\n  v int\n)\n',
    ['F', 'Method', 'T', 'C', 'v'],
  ],
  [
    'Java',
    'package p;\npublic class A { private int b; A() {} void c() { int d; } interface E { void f(); } enum G { H } }\n',
    ['A', 'b', 'c', 'E', 'f', 'G', 'H'],
  ],
  [
    'Rust',
    'pub fn f() { let x = 1; }\nstruct S { field: u8 }\nimpl S { fn m(&self) {} }\nmod inner { pub const C: u8 = 1; }\ntrait T { fn g(); }\nmacro_rules! mac { () => {} }\n',
    ['f', 'S', 'm', 'inner', 'C', 'T', 'g', 'mac'],
  ],
  [
    'Ruby',
    'module A\n  class B\n    CONST = 1\n    def c; end\n    def self.d; end\n  end\nend\n',
    ['A', 'B', 'CONST', 'c', 'd'],
  ],
  [
    'PHP',
    '<?php\nnamespace N;\nclass A { const B = 1; public $p; function c() {} }\nfunction d() {}\n',
    ['A', 'c', 'd'],
  ],
  [
    'C#',
    'namespace N { public class A { public int B { get; set; } void C() {} } record D(int E); }\n',
    ['A', 'B', 'C', 'D'],
  ],
  ['Shell', 'deploy() {\n  echo hi\n}\nfunction other { :; }\n', ['deploy', 'other']],
])('%s', async (language, text, expected) => {
  const found = await names(language, text);
  for (const name of expected) expect(found).toContain(name);
  for (const local of ['inner();', 'local', 'k']) if (!expected.includes(local)) expect(found).not.toContain(local);
});

it('survives text that is not of the language', async () => {
  expect(await names('Go', '}}}} func (((( \0 nonsense')).toEqual(expect.any(Array));
  expect(await parseSyntax('Brainfuck', '+++')).toBeNull();
});
