import { describe, expect, it } from 'vitest';
import { GRAMMARS, TAGGED_LANGUAGES } from './grammars';
import { loadGrammar, parseSyntax } from './parse';
import { type FileSymbols, findSymbols } from './symbols';
import { tagsOf } from './tags';

/** Machines may be busy. */
const PATIENT = { maxMs: 60_000 };

async function symbolsOf(language: string, text: string): Promise<FileSymbols> {
  const syntax = await parseSyntax(language, text, PATIENT);
  try {
    return findSymbols(syntax!, text, language);
  } finally {
    syntax?.delete();
  }
}

/** `kind scope.name line`, with the last line if it is another one, and + for what is public. */
async function defined(language: string, text: string): Promise<string[]> {
  const { definitions } = await symbolsOf(language, text);
  return definitions.map(
    ({ kind, scope, name, line, endLine, isPublic }) =>
      `${kind} ${scope === null ? '' : `${scope} `}${name} ${line}${endLine === line ? '' : `-${endLine}`}${isPublic ? '+' : ''}`,
  );
}

async function referred(language: string, text: string): Promise<string[]> {
  const { references } = await symbolsOf(language, text);
  return references.map(({ kind, name, line }) => `${kind} ${name} ${line}`);
}

describe('queries', () => {
  it('cover fifteen languages or more', () => {
    expect(TAGGED_LANGUAGES.length).toBeGreaterThanOrEqual(19);
  });

  it.each(TAGGED_LANGUAGES)('of %s fit its grammar', async (language) => {
    const grammar = GRAMMARS[language]!;
    expect(tagsOf(grammar, await loadGrammar(grammar))!.patterns.length).toBeGreaterThan(3);
  });
});

const SOURCES: [language: string, text: string, definitions: string[], references: string[]][] = [
  [
    'C',
    `#define MAX 3
#define MIN(a, b) ((a) < (b) ? (a) : (b))
struct point { int x; struct point *next; };
typedef struct { int a; } pair;
enum color { RED, BLUE };
static int hidden = 1;
extern int **counter;
int local(void);
static int *find(struct point *p) {
  int value = local();
  p->run(value);
}
#ifdef A
void guarded(void) {}
#endif
`,
    [
      'macro MAX 1+',
      'macro MIN 2+',
      'struct point 3+',
      'field point x 3+',
      'field point next 3+',
      'field pair a 4+',
      'type pair 4+',
      'enum color 5+',
      'enum_member color RED 5+',
      'enum_member color BLUE 5+',
      'variable hidden 6',
      'prototype counter 7+',
      'prototype local 8+',
      'function find 9-12',
      'function guarded 14+',
    ],
    ['type point 3', 'type point 9', 'call local 10', 'call run 11'],
  ],
  [
    'C++',
    `namespace n {
template <class T> class A : public Base {
 public:
  void b();
  ~A();
  int field;
};
}
void n::A<int>::b() { std::move(x); p->call(); make<int>(); }
Foo::Foo(int x) : y(x) {}
bool Foo::operator==(const Foo& o) const { return true; }
class EXPORT_API Bar final : public Foo {
  void inside() {}
};
using Id = int;
extern "C" {
int inner(void) { return 0; }
}
enum class E { Red };
`,
    [
      'namespace n 1-8+',
      'class n A 2-7+',
      'prototype n.A b 4+',
      'prototype n.A ~A 5+',
      'field n.A field 6+',
      'method n.A b 9+',
      'method Foo Foo 10+',
      'method Foo operator== 11+',
      'class Bar 12-14+',
      'method Bar inside 13+',
      'type Id 15+',
      'function inner 17+',
      'enum E 19+',
      'enum_member E Red 19+',
    ],
    ['type T 2', 'type Base 2', 'type A 9', 'call move 9', 'call call 9', 'call make 9', 'type Foo 11', 'type Foo 12'],
  ],
  [
    'C#',
    `namespace N.M {
  public class A<T> : B {
    public int P { get; set; }
    private int f = 1;
    public A() {}
    void C() { D(); x.E<int>(); new F(); }
  }
  public record R(int E);
  enum K { One }
  interface J { void Q(); }
}
`,
    [
      'namespace M 1-11',
      'class M A 2-7+',
      'property M.A P 3+',
      'field M.A f 4',
      'constructor M.A A 5+',
      'method M.A C 6',
      'class M R 8+',
      'enum M K 9',
      'enum_member M.K One 9',
      'interface M J 10',
      'method M.J Q 10',
    ],
    ['class B 2', 'call D 6', 'call E 6', 'class F 6'],
  ],
  [
    'Dart',
    `class A extends B {
  int x = 1;
  A(this.x);
  void go(String a) { print(a); }
}
mixin M {}
enum Color { red, green }
void _hidden() {}
`,
    [
      'class A 1-5+',
      'field A x 2+',
      'constructor A A 3+',
      'method A go 4+',
      'class M 6+',
      'enum Color 7+',
      'enum_member Color red 7+',
      'enum_member Color green 7+',
      'function _hidden 8',
    ],
    ['type B 1', 'type int 2', 'type String 4', 'call print 4'],
  ],
  [
    'Elixir',
    `defmodule A.B do
  def go(x) when x > 1, do: IO.puts(x)
  defp hidden(y), do: y |> go()
end
`,
    ['module A.B 1-4+', 'function A.B go 2+', 'function A.B hidden 3'],
    ['other IO 2', 'call puts 2', 'call go 3'],
  ],
  [
    'Go',
    `package p

type T struct { Field, other int }
type I interface { Do(x int) error }
type Alias = T

func F() { var local Thing; fmt.Println(local); g() }
func (t *T) Method() {}
func (l List[K]) gen() {}

const C = 1
var (
	v int
)
`,
    [
      'struct T 3+',
      'field T Field 3+',
      'field T other 3',
      'interface I 4+',
      'method I Do 4+',
      'type Alias 5+',
      'function F 7+',
      'method T Method 8+',
      'method List gen 9',
      'constant C 11+',
      'variable v 13',
    ],
    [
      'type int 3',
      'type int 4',
      'type error 4',
      'type T 5',
      'type Thing 7',
      'call Println 7',
      'call g 7',
      'type T 8',
      'type List 9',
      'type K 9',
      'type int 13',
    ],
  ],
  [
    'Java',
    `package p;
import a.b.C;
@Ann public class A extends B implements I {
  private int b;
  A() {}
  public void c() { int d; foo(); x.bar(); new Baz<String>(); }
  interface E { void f(); }
  enum G { H }
  record R(int x) {}
}
`,
    [
      'class A 3-10+',
      'field A b 4',
      'constructor A A 5',
      'method A c 6+',
      'interface A E 7',
      'method A.E f 7',
      'enum A G 8',
      'enum_member A.G H 8',
      'class A R 9',
    ],
    [
      'import C 2',
      'type Ann 3',
      'class B 3',
      'implementation I 3',
      'call foo 6',
      'call bar 6',
      'type Baz 6',
      'type String 6',
    ],
  ],
  [
    'JavaScript',
    `import { foo as baz } from './mod';
export class A extends B {
  #x = 1;
  constructor() { super(); }
  c() { this.run(); }
}
export const d = () => { const local = 1; };
let counter = 1;
async function e() { await baz(); new A(); }
`,
    [
      'class A 2-6+',
      'field A #x 3',
      'constructor A constructor 4+',
      'method A c 5+',
      'function d 7+',
      'variable counter 8',
      'function e 9',
    ],
    ['import foo 1', 'class B 2', 'call run 5', 'call baz 9', 'class A 9'],
  ],
  [
    'Kotlin',
    `package a.b
import c.D
class A(val x: Int) : B() {
  fun go(a: String) { println(a) }
  private fun hidden() {}
}
object O { const val C = 1 }
interface I { fun q() }
typealias T = A
fun top() = A(1).go("x")
`,
    [
      'class A 3-6+',
      'property A x 3+',
      'method A go 4+',
      'method A hidden 5',
      'object O 7+',
      'property O C 7+',
      'interface I 8+',
      'method I q 8+',
      'type T 9+',
      'function top 10+',
    ],
    ['import D 2', 'type Int 3', 'type B 3', 'type String 4', 'call println 4', 'type A 9', 'call A 10', 'call go 10'],
  ],
  [
    'Lua',
    `local M = {}
function M.go(a) print(a) end
function M:run() self:stop() end
local function hidden() return 1 end
return M
`,
    ['function M go 2+', 'method M run 3+', 'function hidden 4'],
    ['call print 2', 'call stop 3'],
  ],
  [
    'PHP',
    `<?php
namespace N\\M;
use X\\B;
class A extends Q implements R {
  const C = 1;
  public $p;
  private function c(Foo $x) { $this->d(); self::e(); foo(); new Bar(); }
}
enum S: string { case One = 'a'; }
function d() {}
`,
    [
      'namespace N\\M 2+',
      'class A 4-8+',
      'constant A C 5+',
      'field A p 6+',
      'method A c 7',
      'enum S 9+',
      'enum_member S One 9+',
      'function d 10+',
    ],
    [
      'import B 3',
      'class Q 4',
      'implementation R 4',
      'type Foo 7',
      'call d 7',
      'call e 7',
      'call foo 7',
      'class Bar 7',
    ],
  ],
  [
    'Python',
    `from a.b import c
@decorated
class A(B, m.C):
    x: int = 1
    def c(self, p: Foo):
        local = 2
        def inner(): pass
        return self.q(local)
LIMIT = 3
async def _hidden(): await g()
`,
    [
      'class A 3-8+',
      'field A x 4+',
      'method A c 5-8+',
      'function A.c inner 7+',
      'constant LIMIT 9+',
      'function _hidden 10',
    ],
    ['import c 1', 'call decorated 2', 'class B 3', 'class C 3', 'type int 4', 'type Foo 5', 'call q 8', 'call g 10'],
  ],
  [
    'Ruby',
    `module A
  class B < C
    LIMIT = 1
    attr_reader :foo
    def c; bar.baz(1); end
    def self.d; end
  end
end
`,
    [
      'module A 1-8+',
      'class A B 2-7+',
      'constant A.B LIMIT 3+',
      'property A.B foo 4+',
      'method A.B c 5+',
      'method A.B d 6+',
    ],
    ['class C 2', 'call attr_reader 4', 'call baz 5'],
  ],
  [
    'Rust',
    `use a::{b, c};
pub fn f() { let x = 1; assert!(q(x)); a::g(); y.h(); }
struct S { field: u8 }
impl Display for S { fn m(&self) {} }
mod inner { pub const LIMIT: u8 = 1; fn free() {} }
trait T { fn g(); }
pub enum E { One, Two(u8) }
macro_rules! mac { () => {} }
cfg_net! {
    /// A listener.
    pub struct TcpListener { io: u8 }

    impl TcpListener {
        pub fn bind(addr: Addr) -> S { helper() }
    }

    cfg_rt! {
        pub fn nested() {}
    }
}
cfg_if::cfg_if! {
    if #[cfg(unix)] {
        pub fn on_unix() {}
    } else {
        pub fn elsewhere() {}
    }
}
`,
    [
      'function f 2+',
      'struct S 3',
      'field S field 3',
      'method S m 4',
      'module inner 5',
      'constant inner LIMIT 5+',
      'function inner free 5',
      'trait T 6',
      'method T g 6',
      'enum E 7+',
      'enum_member E One 7',
      'enum_member E Two 7',
      'macro mac 8',
      'struct TcpListener 11+',
      'field TcpListener io 11',
      'method TcpListener bind 14+',
      'function nested 18+',
      'function on_unix 23+',
      'function elsewhere 25+',
    ],
    [
      'import b 1',
      'import c 1',
      'call assert 2',
      'call q 2',
      'call g 2',
      'call h 2',
      'implementation Display 4',
      'type S 4',
      'call cfg_net 9',
      'implementation TcpListener 13',
      'type Addr 14',
      'type S 14',
      'call helper 14',
      'call cfg_rt 17',
      'call cfg_if 21',
    ],
  ],
  [
    'Scala',
    `package a.b
class A(val x: Int) extends B {
  def go(a: String): Unit = { println(a) }
  private def hidden = 1
}
object O { val C = 1 }
trait I { def q(): Int }
`,
    [
      'module a.b 1+',
      'class A 2-5+',
      'property A x 2+',
      'method A go 3+',
      'method A hidden 4',
      'object O 6+',
      'variable O C 6+',
      'interface I 7+',
      'method I q 7+',
    ],
    ['type Int 2', 'class B 2', 'type String 3', 'type Unit 3', 'call println 3', 'type Int 7'],
  ],
  [
    'Shell',
    `#!/bin/bash
export ROOT=2
deploy() {
  local x=1
  build
}
function other { build; }
`,
    ['variable ROOT 2+', 'function deploy 3-6+', 'function other 7+'],
    ['call build 5'],
  ],
  [
    'TSX',
    `export const App = () => { const local = 1; return <Frame a={1}><Row/><div/></Frame>; };
`,
    ['function App 1+'],
    ['class Frame 1', 'class Row 1'],
  ],
  [
    'TypeScript',
    `import { x } from './x';
export class A<T> extends B implements I {
  private b = 1;
  c(): void { inner(); }
}
export interface E { f: string; g(): void }
type G = string;
enum H { One, Two = 2 }
export namespace L { export function m() {} }
const LIMIT: G = x;
`,
    [
      'class A 2-5+',
      'field A b 3',
      'method A c 4+',
      'interface E 6+',
      'property E f 6+',
      'method E g 6+',
      'type G 7',
      'enum H 8',
      'enum_member H One 8+',
      'enum_member H Two 8+',
      'namespace L 9+',
      'function L m 9+',
      'constant LIMIT 10',
    ],
    ['import x 1', 'class B 2', 'implementation I 2', 'call inner 4', 'type G 10'],
  ],
];

describe.each(SOURCES)('%s', (language, text, definitions, references) => {
  it('has these definitions', async () => {
    expect(await defined(language, text)).toEqual(definitions);
  });

  it('has these references', async () => {
    const found = await referred(language, text);
    for (const reference of references) expect(found).toContain(reference);
  });

  it('has the same with other line ends, each at its place', async () => {
    const crlf = text.replaceAll('\n', '\r\n');
    expect(await defined(language, crlf)).toEqual(definitions);
    const { definitions: found } = await symbolsOf(language, crlf);
    const lines = crlf.split('\n');
    for (const { name, line, column } of found) {
      expect(lines[line - 1]!.slice(column, column + name.length)).toBe(name);
    }
  });
});

describe('odd text', () => {
  it('that is not of the language, empty or cut anywhere is read as far as it goes', async () => {
    for (const [language, text] of SOURCES) {
      expect((await symbolsOf(language, '')).definitions).toEqual([]);
      expect(await defined(language, '}}}} func (((( \0 nonsense "')).toEqual(expect.any(Array));
      for (let at = 1; at < text.length; at += 23) await symbolsOf(language, text.slice(0, at));
    }
  });

  it('has lines that end with \\n alone', async () => {
    const text = 'int a;\r/* \u2028 */ int b;\n\fint c(void) { return 1; }\n';
    expect((await defined('C', text)).at(-1)).toBe('function c 2+');
  });

  it('as deep as it may be is read or left, and the next file is read as ever', async () => {
    for (const [language, open, close] of [
      ['JavaScript', '(', ')'],
      ['Rust', 'mod a { ', '}'],
      ['C', '{', '}'],
      ['Python', '[', ']'],
      ['Rust', 'cfg! { ', '}'],
    ] as const) {
      const syntax = await parseSyntax(language, open.repeat(20_000) + close.repeat(20_000));
      if (syntax) expect(findSymbols(syntax, open.repeat(20_000) + close.repeat(20_000), language)).toBeDefined();
      syntax?.delete();
      expect(await defined('Go', 'package p\nfunc F() {}\n')).toEqual(['function F 2+']);
    }
  });

  it('with one line of a hundred kilobytes has its symbols, bounded in number', async () => {
    const text = `${'function f(){g()};'.repeat(6000)}\n`;
    const { definitions, references } = await symbolsOf('JavaScript', text);
    expect(definitions).toHaveLength(5000);
    expect(references).toHaveLength(6000);
  });

  it('above the limit, or of a language without a grammar, is not parsed', async () => {
    expect(await parseSyntax('JavaScript', 'a;'.repeat(300_000))).toBeNull();
    expect(await parseSyntax('Brainfuck', '+++')).toBeNull();
    expect(await parseSyntax('constructor', '+++')).toBeNull();
  });
});

it('weighs what is defined, and neither prototypes nor what is local', async () => {
  const text = 'int proto(void);\nint real(void) { int inner = 1; return inner; }\n';
  const { offsets } = await symbolsOf('C', text);
  expect([...offsets].map((at) => /^\w+/.exec(text.slice(at))?.[0])).toEqual(['real']);
});
