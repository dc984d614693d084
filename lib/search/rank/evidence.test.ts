import { describe, expect, it } from 'vitest';
import { simplify } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { askedOf } from './asked';
import { findEvidence, type Nearness } from './evidence';
import type { NameKind } from './name-kind';

const evidence = (text: string, q: string) => findEvidence(text, askedOf(simplify(parseQuery(q))).slots);

describe('how near words stand', () => {
  it.each<[string, string, Nearness]>([
    ['read file', 'read file', 'adjacent'],
    ['read file', 'Read  File', 'adjacent'],
    ['read file', 'readFile', 'adjacent'],
    ['read file', 'READ_FILE_NOW', 'adjacent'],
    ['read file', 'read-file', 'adjacent'],
    ['read file', '"read" "file"', 'adjacent'],
    ['read file', 'xread_filex', 'far'],
    ['read file', 'readfile', 'far'],
    ['read file', 'read a file', 'ordered'],
    ['read file', 'file to read', 'line'],
    ['read file', 'file\nto read', 'lines'],
    ['read file', 'file\nto\nread', 'lines'],
    ['read file', 'file\nto\n\nread', 'far'],
    ['read file', 'read\n\nfile to read a file', 'ordered'],
    ['read file', '"read "\n    "file"', 'adjacent'],
    ['http server', 'HTTPServer', 'adjacent'],
    ['server http', 'HTTPServer', 'line'],
    ['doesn t match', "it doesn't match", 'adjacent'],
    ['read (file OR path)', 'read the path', 'ordered'],
    ['read "file(x)"', 'read file(x)', 'adjacent'],
    ['read "file(x)"', 'read File(x)', 'far'],
    ['größe ändern', 'die Größe ändern', 'adjacent'],
    ['read', 'read', 'far'],
  ])('%s in %j: %s', (q, text, expected) => {
    expect(evidence(text, q).nearness).toBe(expected);
  });

  it('ends in a text that repeats a word for ever', () => {
    expect(evidence('read '.repeat(300_000), 'read file').nearness).toBe('far');
  });
});

describe('the name that words make', () => {
  it.each<[string, string, NameKind | null, boolean]>([
    ['Parser', 'class Parser {', 'type', true],
    ['parser', 'class Parser {', 'type', false],
    ['parser', 'class Parser {\nlet parser = 1', 'value', true],
    ['parser', 'let parser = 1\nclass Parser {', 'value', true],
    ['parser', 'x = parser\nfn parser() {', 'function', true],
    ['parser', 'class ParserOfAll {', null, false],
    ['parser', '// class Parser {', null, false],
    ['query parser', 'class QueryParser {', 'type', false],
    ['query parser', 'query_parser = 1', 'value', false],
    ['query parser', 'fn query_parser_of() {', null, false],
    ['query parser', 'type QueryParser<T> = T', 'type', false],
  ])('%s in %j: %s', (q, text, kind, isAsTyped) => {
    expect(evidence(text, q)).toMatchObject({ defined: kind, isAsTyped });
  });

  it('may be used alone', () => {
    expect(evidence('new QueryParser(1)', 'query parser')).toMatchObject({ defined: null, isUsed: true });
    expect(evidence('new QueryParsers(1)', 'query parser')).toMatchObject({ defined: null, isUsed: false });
  });
});
