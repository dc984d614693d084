import { readFileSync } from 'node:fs';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode';
import { encodingOf } from './encoding';
import { encodeAs, encodeWide, randomFrom } from './testing';

const code = (comment: string) => `package main // ${comment}\n\nfunc main() {\n\tprintln("hello", 42)\n}\n`;
const read = (bytes: Buffer) => [encodingOf(bytes), decodeText(bytes)];

/** Comments of the kind that stand in sources, one short and one longer in each language. */
const COMMENTS: [encoding: string, comment: string][] = [
  ['shift_jis', '文字列を返す'],
  ['shift_jis', 'ﾊﾝｶｸと全角。データベースに接続できない場合は、三回まで再試行します。'],
  ['euc-jp', '引数を確認する'],
  ['euc-jp', 'このクラスはユーザーの情報を管理するためのものです。'],
  ['gb18030', '返回字符串'],
  ['gb18030', '如果用户没有登录,就跳转到登录页面,并且记住原来的地址。'],
  ['euc-kr', '문자열을 반환'],
  ['euc-kr', '사용자가 로그인하지 않은 경우에는 로그인 화면으로 이동한다.'],
  ['big5', '傳回字串'],
  ['big5', '如果使用者沒有登入,就轉到登入畫面,並且記住原來的網址。'],
  ['windows-1251', 'Возвращает строку'],
  ['windows-1251', 'Если пользователь не вошёл в систему, показываем страницу входа и запоминаем адрес.'],
  ['koi8-r', 'Проверка аргументов функции'],
  ['koi8-r', 'Здесь хранится список открытых соединений, не трогать без блокировки.'],
  ['windows-1250', 'Jeśli użytkownik nie jest zalogowany, pokazujemy stronę logowania i zapamiętujemy adres źródła.'],
  ['iso-8859-2', 'Pokud uživatel není přihlášen, zobrazíme přihlašovací stránku a zapamatujeme si původní adresu.'],
  ['windows-1253', 'Αν ο χρήστης δεν έχει συνδεθεί, δείχνουμε τη σελίδα σύνδεσης.'],
  ['windows-1252', 'Größe'],
  ['windows-1252', 'Vérifie que l’utilisateur est connecté, sinon on l’envoie à la page d’accueil.'],
  ['windows-1252', '© 2001 José Muñoz – “Straße” … 20 °C ± 5 µm, 10 €'],
  ['windows-1252', 'ação, são, não'],
  ['windows-1252', 'Café à la crème'],
];

describe('old encodings', () => {
  it.each(COMMENTS)('%s: %s', (encoding, comment) => {
    const text = code(comment);
    expect(read(encodeAs(text, encoding))).toEqual([encoding, text]);
  });

  it.each([
    'café',
    'naïve\n',
    'Ärger',
    'crème brûlée',
    '«oui»',
    '§ 5',
    '20 °C',
    'x²',
    'Bjørn\nSøren\nÅse\n',
    'señor',
    '½ cup',
    '“q”',
    'a\xa0b',
    '10 €',
    'naïveté, déjà vu, Noël, où êtes-vous ?',
    'el niño',
    'Übergröße',
    'ŸØRK',
    'ÀÉÎÕÜ',
    'ÄÖÜ',
    'æøå ÆØÅ',
    'äöüß',
    'àáâãäå',
    'ÄÖÜ äöü ß',
    '«»',
    '±°µ',
    '…–—',
    '{"ä","ö","ü","Ä","Ö","Ü","ß"}',
    '¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
    'Ærø Østerbro Åbenrå\nSmørrebrød på rugbrød\n',
    'Zürich;Genève;São Paulo;Málaga;Åre\n',
  ])('western, however short: %j', (text) => {
    expect(read(encodeAs(text, 'windows-1252'))).toEqual(['windows-1252', text]);
  });

  it('keeps every line end, damaged or not', () => {
    const random = randomFrom(3);
    for (const [encoding, comment] of COMMENTS) {
      const bytes = encodeAs(code(comment).repeat(4), encoding);
      for (let i = 0; i < 3; i++) bytes[random(bytes.length)] = 128 + random(128);
      const ends = bytes.filter((byte) => byte === 10).length;
      expect(decodeText(bytes)?.match(/\n/g)?.length, `${encoding} ${comment}`).toBe(ends);
    }
  });

  it('finds the encoding far into a file, and whatever is damaged', () => {
    const random = randomFrom(5);
    for (const [encoding, comment] of COMMENTS.filter(([, text]) => text.length > 30)) {
      const bytes = encodeAs(`${'// plain\n'.repeat(50_000)}${code(comment).repeat(12)}`, encoding);
      expect(encodingOf(bytes), `${encoding} ${comment}`).toBe(encoding);
      for (let i = 0; i < 2; i++) bytes[bytes.length - 1 - random(900)] = 0xff;
      expect(encodingOf(bytes), `${encoding} ${comment}, damaged`).toBe(encoding);
    }
  });
});

describe('UTF-8', () => {
  const LINES = Array.from({ length: 50 }, (_, i) => `línea ${i}: naïve 検索 ☃ über\n`).join('');

  it('stays UTF-8 with a byte of Latin-1 in it', () => {
    const bytes = Buffer.concat([Buffer.from(LINES), Buffer.from('caf\xe9\n', 'latin1'), Buffer.from(LINES)]);
    expect(decodeText(bytes)).toBe(`${LINES}caf\ufffd\n${LINES}`);
  });

  it('stays UTF-8 wherever it is cut', () => {
    const bytes = Buffer.from('größer als 検索 ☃ 😀 und mehr ☃');
    for (let start = 0; start < 4; start++) {
      for (let end = 8; end <= bytes.length; end++) {
        expect(encodingOf(bytes.subarray(start, end)), `${start} to ${end}`).toBe('utf-8');
      }
    }
    expect(decodeText(Buffer.from('cut off …').subarray(0, -1))).toBe('cut off \ufffd');
  });

  it('stays UTF-8 with some bytes broken, and what is whole is read', () => {
    const random = randomFrom(17);
    const alphabet = ['é', 'ß', '検', 'ж', '☃', '😀', 'a', 'b', ' ', '\n'];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: 60 + random(200) }, () => alphabet[random(alphabet.length)]).join('');
      const bytes = Buffer.from(text);
      const whole = Array.from(text).filter((character) => character > '\x7f').length;
      const broken = random(Math.floor(whole / 8) + 1);
      for (let i = 0; i < broken; i++) bytes[random(bytes.length)] = 128 + random(128);
      const decoded = decodeText(bytes);
      expect(encodingOf(bytes), JSON.stringify(decoded)).toBe('utf-8');
      expect(decoded).toBe(bytes.toString('utf8'));
    }
  });

  it('leaves out a byte order mark, and is UTF-8 for having one', () => {
    expect(decodeText(Buffer.from('\ufeffa'))).toBe('a');
    expect(decodeText(Buffer.from('\xef\xbb\xbfcaf\xe9', 'latin1'))).toBe('caf\ufffd');
    expect(decodeText(Buffer.from([0xef, 0xbb, 0xbf]))).toBe('');
  });
});

describe('UTF-16 and UTF-32', () => {
  const TEXTS = [
    'Hi\r\n',
    code('plain'),
    code('Größe, naïve, 10 €'),
    code('Если пользователь не вошёл').repeat(3),
    'ユーザーの情報を管理する。\nこのクラスは、接続を管理します。\n\u3000全角の空白\n'.repeat(9),
    '사용자가 로그인하지 않은 경우\n'.repeat(9),
    '😀 emoji\n'.repeat(20),
  ];
  const ENCODINGS = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;

  it.each(ENCODINGS)('%s, with a mark and without', (encoding) => {
    for (const text of TEXTS) {
      expect(read(encodeWide(`\ufeff${text}`, encoding))).toEqual([encoding, text]);
      expect(read(encodeWide(text, encoding))).toEqual([encoding, text]);
    }
    expect(read(encodeWide('\ufeff', encoding))).toEqual([encoding, '']);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('%s with a stray byte, anywhere', (encoding) => {
    const text = code('stray').repeat(4);
    const bytes = encodeWide(`\ufeff${text}`, encoding);
    for (const whole of [bytes, encodeWide(text, encoding)]) {
      expect(decodeText(Buffer.concat([whole, Buffer.from('\n')]))).toBe(`${text}\ufffd`);
    }
    for (const at of [3, 40, 101, 200, bytes.length - 60]) {
      for (const stray of ['x', '']) {
        const rest = bytes.subarray(stray === '' ? at + 1 : at);
        const decoded = decodeText(Buffer.concat([bytes.subarray(0, at), Buffer.from(stray), rest]))!;
        let before = 0;
        while (decoded[before] === text[before]) before++;
        let after = 0;
        while (before + after < text.length && decoded.at(-1 - after) === text.at(-1 - after)) after++;
        expect(before + after, `${at} ${JSON.stringify(decoded)}`).toBeGreaterThan(text.length - 4);
      }
    }
  });
});

describe('binary content stays binary', () => {
  const random = randomFrom(23);
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => random(256)));
  const source = Buffer.from(code('compressed').repeat(50));
  const numbers = (write: (buffer: Buffer, i: number) => void, bytes: number) => {
    const buffer = Buffer.alloc(500 * bytes);
    for (let i = 0; i < 500; i++) write(buffer, i);
    return buffer;
  };

  it.each<[string, Buffer]>([
    ['noise', noise(4000)],
    ['short noise', noise(64)],
    ['noise after what looks like a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), noise(4000)])],
    ['noise after the other mark', Buffer.concat([Buffer.from([0xfe, 0xff]), noise(4000)])],
    ['gzip', gzipSync(source)],
    ['deflate', deflateRawSync(source)],
    ['brotli', brotliCompressSync(source)],
    ['an image', readFileSync('app/apple-icon.png')],
    ['an icon', readFileSync('app/favicon.ico')],
    ['WebAssembly', readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm')],
    ['a program', readFileSync(process.execPath).subarray(0, 200_000)],
    ['a class', Buffer.from('cafebabe0000003700220a000200030700040c000500060100106a6176612f6c616e67', 'hex')],
    ['numbers of two bytes', numbers((buffer, i) => buffer.writeInt16LE(i - 250, i * 2), 2)],
    ['numbers of two bytes, the other way', numbers((buffer, i) => buffer.writeUInt16BE(i * 7, i * 2), 2)],
    ['sound', numbers((buffer, i) => buffer.writeInt16LE(Math.round(Math.sin(i / 9) * 9000), i * 2), 2)],
    ['numbers of four bytes', numbers((buffer, i) => buffer.writeUInt32LE(i, i * 4), 4)],
    ['numbers of eight bytes', numbers((buffer, i) => buffer.writeDoubleLE(i / 3, i * 8), 8)],
    ['zeros', Buffer.alloc(1000)],
    ['a NUL among text', Buffer.from('plain text\0and more\n')],
    ['names between NULs', Buffer.from('first.txt\0second.txt\0third.txt\0')],
    ['a PDF', Buffer.concat([Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\nstream\n', 'latin1'), deflateRawSync(source)])],
    ['an archive', Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0'), deflateRawSync(source)])],
  ])('%s', (_, bytes) => expect(decodeText(bytes)).toBeNull());

  it('answers for whatever comes, and always the same', () => {
    for (let round = 0; round < 300; round++) {
      const bytes = noise(random(200)).map((byte) => (round % 3 === 0 ? byte | 0x80 : byte));
      const text = decodeText(Buffer.from(bytes));
      expect(text === null).toBe(encodingOf(Buffer.from(bytes)) === null);
      expect(text ?? '').not.toContain('\0');
      expect(decodeText(Buffer.from(bytes))).toBe(text);
    }
  });
});
