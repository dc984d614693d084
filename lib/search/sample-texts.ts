// Texts of many scripts and of code for tests of search, with what makes each hard; seeded, so that a failure repeats.

/** Letters, with what their scripts do to them: case, marks, what is written as one or as two, no spaces. */
const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_',
  'aäÄöÖüÜßẞéÉñÑçÇåÅøØæÆœŒſ',
  'e\u0301E\u0301a\u0308o\u0308u\u0323\u0302i\u0307n\u0303s',
  'iİıIjJǰŞşĞğ',
  'αβγδεσςΣΑΒΓΔΟΣΣάΆϊΐᾳᾼ',
  'абвгдеёжзийклмнопрАБВГДЕЁЖЙ\u0306и',
  '한국어검색글자가각갂힣나다라마바사',
  '\u1112\u1161\u11ab\u1100\u116e\u11a8가\u11a8',
  'กขคงจฉชซน้ำสวัสดีครับไทยเด็ก',
  'कखगघङनमस्तेहिन्दीक्षत्रज्ञ',
  'العربيةمُحَمَّدسلام',
  'עבריתשָׁלוֹם',
  '検索文字列漢字処理データかがさざ\u3099は\u309a',
  '𝒳𝒴𝒵𝔸𝔹𝐚𝐛𝟘𝟙𐐀𐐨',
  'ﬁﬂﬀĳǅǆKΩÅ',
  'a\u200bb\u200dc\ufeffd\u00ade\u2060f\u202e',
  '👩\u200d💻🏳\ufe0f\u200d🌈😀é',
];
const BETWEEN = [
  ' ',
  ' ',
  ' ',
  '\n',
  '\n',
  '\t',
  '\r\n',
  '(',
  ')',
  '.',
  ',',
  '::',
  '->',
  '"',
  "'",
  '\\',
  '\\"',
  '%',
  '\u00a0',
  '\u2028',
  '\r',
  '_',
  '-',
  '/',
  '*',
  '$',
  '#',
  '`',
];
const CODE = [
  'export function parseHTTPRequest_v2(input) {',
  '#define MAX_SIZE 0x1F',
  "if (a && !b || c->d != '\\0') {",
  'SELECT "x" FROM t WHERE y LIKE \'%\\_%\';',
  'const größe = naïveCafé(überlauf);',
  'C:\\temp\\new\\',
  'sha256Sum(base64url) // 100%',
  "fn ПоискПоля<'a>(значение_поля: &str) -> Ошибка",
  '___init___ = x__y__z',
];

/** A text of `words` words in one script, or in several if `script` is beyond them. */
export function sampleText(random: (below: number) => number, script: number, words: number): string {
  let text = '';
  for (let i = 0; i < words; i++) {
    if (random(12) === 0) text += CODE[random(CODE.length)];
    const letters = [...ALPHABETS[script < ALPHABETS.length ? script : random(ALPHABETS.length)]!];
    for (let length = 1 + random(9); length > 0; length--) text += letters[random(letters.length)];
    text += BETWEEN[random(BETWEEN.length)];
  }
  return text;
}

export const SCRIPTS = ALPHABETS.length;

/** Letters that are written as one or as two characters, by script, all in lower case. */
export const PARTED_SCRIPTS = ['éàñçüôåš', 'йёїўґєы', 'άέίόύώϊΰ', 'ộếữằậểỗ', '각한글힣말씀', 'क़ख़ग़ज़ड़ढ़', 'がざだばぱぐ'];

/** A piece of a word, composed, of such letters: its first is one of them. */
export function partOf(random: (below: number) => number, letters: string): string {
  const all = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(letters)].map(({ segment }) => segment);
  return Array.from({ length: 4 + random(3) }, () => all[random(all.length)]!)
    .join('')
    .normalize('NFC');
}
