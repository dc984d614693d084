// Decides between languages that share an extension: by what the content shows, else by what is common.

/** In order: the first pattern found in the beginning of the file names the language; null matches always. */
type Rule = readonly [pattern: RegExp | null, language: string];

const OBJECTIVE_C = /^[ \t]*@(interface|class|protocol|property|end|implementation|synthesize|selector)\b|^#import\s/m;
const CPP =
  /^\s*#\s*include <(cstdint|string|vector|map|list|array|queue|memory|algorithm|iostream|utility|functional)>|^\s*template\s*<|^[ \t]*(class|namespace)\s+\w+[^;]*$|\bstd::\w+|^[ \t]*(private|public|protected):/m;
const XML = /^\s*<(\?xml|!DOCTYPE|TS\b|[a-z]+[ >])/i;

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  '.as': [[null, 'ActionScript']],
  '.asm': [[null, 'Assembly']],
  '.b': [
    [/\bimplement\s+\w+;/, 'Limbo'],
    [null, 'Brainfuck'],
  ],
  '.bas': [
    [/^Attribute VB_Name/m, 'VBA'],
    [null, 'BASIC'],
  ],
  '.bb': [
    [/^\s*(inherit|require|SRC_URI|do_\w+)\b/m, 'BitBake'],
    [null, 'BlitzBasic'],
  ],
  '.cfg': [[null, 'INI']],
  '.cgi': [
    [/^#!.*\bpython/, 'Python'],
    [/^#!.*sh\b/, 'Shell'],
    [null, 'Perl'],
  ],
  '.ch': [[null, 'xBase']],
  '.cl': [
    [/^\s*\(def/m, 'Common Lisp'],
    [/\b__?kernel\b/, 'OpenCL'],
    [null, 'OpenCL'],
  ],
  '.cls': [
    [/^\s*\\\w+/m, 'TeX'],
    [/^VERSION \d/m, 'Visual Basic 6.0'],
    [null, 'Apex'],
  ],
  '.cs': [
    [/^!\w+( class)? methodsFor: /m, 'Smalltalk'],
    [null, 'C#'],
  ],
  '.d': [
    [/^(\/\S+|\S+\.o)\s*:/m, 'Makefile'],
    [/^#pragma D|^\w+:\w*:\w*:\w*/m, 'DTrace'],
    [null, 'D'],
  ],
  '.es': [
    [/^\s*(%|main\s*\(.*\)\s*->)/m, 'Erlang'],
    [null, 'JavaScript'],
  ],
  '.ex': [
    [/^\s*(defmodule|def|use|import)\b/m, 'Elixir'],
    [null, 'Elixir'],
  ],
  '.f': [
    [/^: \S+/m, 'Forth'],
    [null, 'Fortran'],
  ],
  '.for': [
    [/^: \S+/m, 'Forth'],
    [null, 'Fortran'],
  ],
  '.frag': [[null, 'GLSL']],
  '.fs': [
    [/^\s*(#version|precision|uniform|void main)\b/m, 'GLSL'],
    [/^: \S+/m, 'Forth'],
    [null, 'F#'],
  ],
  '.gd': [
    [/^(gap>|Declare\w+\()/m, 'GAP'],
    [null, 'GDScript'],
  ],
  '.gml': [
    [XML, 'XML'],
    [null, 'Game Maker Language'],
  ],
  '.gs': [
    [/^\s*#version/m, 'GLSL'],
    [null, 'JavaScript'],
  ],
  '.h': [
    [OBJECTIVE_C, 'Objective-C'],
    [CPP, 'C++'],
    [null, 'C'],
  ],
  '.hh': [
    [/^<\?hh/, 'Hack'],
    [null, 'C++'],
  ],
  '.html': [[null, 'HTML']],
  '.inc': [
    [/^<\?(php)?/, 'PHP'],
    [/^\s*#\s*(include|define|if)\b/m, 'C++'],
    [/^\s*(inherit|SRC_URI|do_\w+)\b/m, 'BitBake'],
    [null, 'Assembly'],
  ],
  '.json': [[null, 'JSON']],
  '.l': [
    [/^%[%{]/m, 'Lex'],
    [/^\s*\(def/m, 'Common Lisp'],
    [/^\.\w/m, 'Roff'],
    [null, 'Lex'],
  ],
  '.lean': [[null, 'Lean 4']],
  '.lisp': [[null, 'Common Lisp']],
  '.ls': [[null, 'LiveScript']],
  '.lsp': [[null, 'Common Lisp']],
  '.m': [
    [OBJECTIVE_C, 'Objective-C'],
    [/^:- module/m, 'Mercury'],
    [/^\s*(%|function\b)/m, 'MATLAB'],
    [/\(\*/, 'Wolfram Language'],
    [null, 'Objective-C'],
  ],
  '.m4': [[null, 'M4']],
  '.md': [
    [/^\(define_\w+/m, 'GCC Machine Description'],
    [null, 'Markdown'],
  ],
  '.ml': [
    [/^\s*(structure|signature|functor)\s+\w+/m, 'Standard ML'],
    [null, 'OCaml'],
  ],
  '.mm': [
    [XML, 'XML'],
    [null, 'Objective-C++'],
  ],
  '.mod': [
    [XML, 'XML'],
    [/^MODULE\s+\w+;/m, 'Modula-2'],
    [null, 'Linux Kernel Module'],
  ],
  '.n': [
    [/^\.\w/m, 'Roff'],
    [null, 'Nemerle'],
  ],
  '.nr': [
    [/^\.\w/m, 'Roff'],
    [null, 'Noir'],
  ],
  '.nu': [[null, 'Nushell']],
  '.php': [
    [/^<\?hh/, 'Hack'],
    [null, 'PHP'],
  ],
  '.pl': [
    [/^[^#\n]*:-/m, 'Prolog'],
    [/^\s*use\s+v6/m, 'Raku'],
    [null, 'Perl'],
  ],
  '.plist': [
    [XML, 'XML Property List'],
    [null, 'OpenStep Property List'],
  ],
  '.pm': [
    [/^\s*(use\s+v6|unit\s+(class|module))/m, 'Raku'],
    [/^\/\* XPM \*\//, 'X PixMap'],
    [null, 'Perl'],
  ],
  '.pp': [
    [/^\s*(unit|program|uses|interface|begin)\b/im, 'Pascal'],
    [null, 'Puppet'],
  ],
  '.pro': [
    [/^[^[#\n]+:-/m, 'Prolog'],
    [/^\s*(TEMPLATE|SOURCES|QT|CONFIG)\s*[+=]/m, 'QMake'],
    [/^-keep/m, 'Proguard'],
    [null, 'QMake'],
  ],
  '.properties': [[null, 'Java Properties']],
  '.r': [
    [/^\s*rebol\b/im, 'Rebol'],
    [null, 'R'],
  ],
  '.res': [
    [XML, 'XML'],
    [null, 'ReScript'],
  ],
  '.rs': [
    [XML, 'XML'],
    [/^#pragma (version|rs)/m, 'RenderScript'],
    [null, 'Rust'],
  ],
  '.s': [[null, 'Unix Assembly']],
  '.sc': [
    [/^\s*(\+|\^|~\w+\s*=)/m, 'SuperCollider'],
    [null, 'Scala'],
  ],
  '.scm': [
    [/^\s*\((identifier|comment|string|\w+_(statement|definition|declaration))\)?/m, 'Tree-sitter Query'],
    [null, 'Scheme'],
  ],
  '.sol': [[null, 'Solidity']],
  '.spec': [
    [/^\s*(Name|Version|%\w+)\b/m, 'RPM Spec'],
    [/^\s*(describe|require|it)\b/m, 'Ruby'],
    [null, 'Python'],
  ],
  '.sql': [
    [/\$\$|\blanguage\s+'?plpgsql/i, 'PLpgSQL'],
    [null, 'SQL'],
  ],
  '.srt': [[null, 'SubRip Text']],
  '.st': [[null, 'Smalltalk']],
  '.star': [[null, 'Starlark']],
  '.t': [
    [/^\s*(use\s+v6|unit\s+class)/m, 'Raku'],
    [null, 'Perl'],
  ],
  '.toc': [
    [/^## /m, 'World of Warcraft Addon Data'],
    [null, 'TeX'],
  ],
  '.tpl': [
    [/\{[$*]/, 'Smarty'],
    [null, 'Go Template'],
  ],
  '.ts': [
    [XML, 'XML'],
    [null, 'TypeScript'],
  ],
  '.tsp': [[null, 'TypeSpec']],
  '.tsx': [
    [/^\s*<\?xml/, 'XML'],
    [null, 'TSX'],
  ],
  '.txt': [[null, 'Text']],
  '.typ': [
    [XML, 'XML'],
    [null, 'Typst'],
  ],
  '.v': [
    [/\b(endmodule|always\s*@|assign\s|`timescale|wire\s|reg\s)/, 'Verilog'],
    [/\b(Proof|Qed|Theorem|Lemma|Require)\b/, 'Rocq Prover'],
    [null, 'V'],
  ],
  '.vba': [
    [/^\s*(Sub|Function|Dim)\b/im, 'VBA'],
    [null, 'Vim script'],
  ],
  '.x': [
    [/^%(hook|group|ctor)/m, 'Logos'],
    [/\b(program|struct|typedef)\s+\w+/, 'RPC'],
    [null, 'Linker Script'],
  ],
  '.yaml': [[null, 'YAML']],
  '.yml': [[null, 'YAML']],
  '.yy': [
    [/^\s*\{/, 'JSON'],
    [null, 'Yacc'],
  ],
};

/** As far into the file as patterns look. */
const SEEN = 20_000;

/** The name of the language that a shared extension (lowercase, with its dot) stands for here; null without a rule. */
export function breakTie(extension: string, text: string): string | null {
  const rules = RULES[extension];
  if (!rules) return /^\.\d\w*$/.test(extension) || extension === '.man' ? 'Roff' : null;
  const beginning = text.slice(0, SEEN);
  for (const [pattern, language] of rules) if (pattern === null || pattern.test(beginning)) return language;
  return null;
}
