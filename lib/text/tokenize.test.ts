import { describe, expect, it } from 'vitest';
import { splitIdentifier } from './split-identifier';
import { MAX_WORD_LENGTH, quoteLexeme, toWords } from './tokenize';

const words = (text: string) => toWords(text).map((w) => w.word);

describe('splitIdentifier', () => {
  it.each([
    ['getUserName', ['get', 'user', 'name']],
    ['get_user_name', ['get', 'user', 'name']],
    ['MAX_VALUE', ['max', 'value']],
    ['parseHTTPRequest', ['parse', 'http', 'request']],
    ['HTTPServer', ['http', 'server']],
    ['sha256Sum', ['sha256', 'sha', '256', 'sum']],
    ['base64url', ['base', '64', 'url']],
    ['utf8', ['utf']],
    ['__init__', ['init']],
    ['plain', []],
    ['x', []],
    ['0x1F', []],
    ['10ms_max', ['10ms', 'max']],
    ['v2', []],
    ['ipv4Address', ['ipv4', 'ipv', 'address']],
    ['ABc', ['bc']],
    ['12345', []],
    ['deadbeef12ab34cd56ef', []],
    ['ÜberGröße', ['über', 'größe']],
    ['значениеПоля', ['значение', 'поля']],
  ])('%s', (identifier, parts) => {
    expect(splitIdentifier(identifier)).toEqual(parts);
  });
});

it('cuts ASCII by characters as it cuts all scripts by patterns', () => {
  const alphabet = 'aB_1cD';
  for (let n = 0; n < 20_000; n++) {
    let word = 'q';
    for (let rest = n; rest > 0; rest = Math.floor(rest / 6)) word += alphabet[rest % 6];
    // The last letter is outside ASCII in one and inside in the other, of the same kind in both.
    const other = splitIdentifier(`${word}_é`).filter((part) => part !== 'é');
    expect([word, splitIdentifier(`${word}_e`)]).toEqual([word, other]);
  }
});

describe('toWords', () => {
  it('takes identifiers out of code', () => {
    expect(words('const fooBar = baz_qux?.[0] // naïve')).toEqual(['const', 'foobar', 'baz_qux', '0', 'naïve']);
  });

  it('gives each character of a script without spaces a word', () => {
    expect(words('検索する foo')).toEqual(['検', '索', 'す', 'る', 'foo']);
  });

  it('tells where each word stands', () => {
    expect(toWords('a fooBar')[1]).toEqual({
      word: 'foobar',
      written: 'foobar',
      parts: ['foo', 'bar'],
      start: 2,
      end: 8,
    });
  });

  it('knows letters outside the basic plane and passes by emoji and broken surrogates', () => {
    expect(words('𝒳abc 😀 \ud800 z')).toEqual(['𝒳abc', 'z']);
  });

  it('finds the same word however it is composed', () => {
    expect(words('cafe\u0301')).toEqual(words('caf\u00e9'));
  });

  it('has no words in punctuation and underscores', () => {
    expect(words('__ -> {} ... $ _')).toEqual([]);
  });

  it('cuts overlong words, and the same way each time', () => {
    const long = 'Ab'.repeat(5000);
    const word = long.slice(0, MAX_WORD_LENGTH).toLowerCase();
    expect(toWords(long)).toEqual([{ word, written: word, parts: [], start: 0, end: long.length }]);
    expect(words('𝒳'.repeat(80))[0]).not.toMatch(/\p{Surrogate}/u);
    expect(words(`a${'𝒳'.repeat(80)}`)[0]).not.toMatch(/\p{Surrogate}/u);
  });
});

it('quotes what a literal needs quoted', () => {
  expect(quoteLexeme("it's\\")).toBe("'it''s\\\\'");
});
