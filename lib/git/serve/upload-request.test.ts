// Requests of clones and fetches, as git writes them and as others might.
import { describe, expect, it } from 'vitest';
import { FLUSH, packet } from './packets';
import { readUploadRequest, withoutHaves } from './upload-request';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const C = 'c'.repeat(64);
const request = (...parts: string[]) => Buffer.from(parts.join(''), 'latin1');

describe('what a request wants and has', () => {
  it('with the first version of the protocol', () => {
    const body = request(
      packet(`want ${A} multi_ack side-band-64k\n`),
      packet(`want ${B}\n`),
      FLUSH,
      packet(`have ${C}\n`),
    );
    expect(readUploadRequest(body)).toEqual({ isList: false, wants: new Set([A, B]), haves: new Set([C]) });
  });

  it('with the second, in capitals and without line ends too', () => {
    const body = request(packet('command=fetch'), '0001', packet(`want ${A.toUpperCase()}`), packet('done\n'), FLUSH);
    expect(readUploadRequest(body)).toEqual({ isList: false, wants: new Set([A]), haves: new Set() });
  });

  it('wherever it stands: after what ends the request, too', () => {
    const body = request(packet('command=ls-refs\n'), '0001', FLUSH, '0002', packet(`want ${A}\n`), FLUSH);
    expect(readUploadRequest(body)).toMatchObject({ isList: false, wants: new Set([A]) });
  });

  it('is nothing in a list of refs, and in no request at all', () => {
    expect(readUploadRequest(request(packet('command=ls-refs\n'), '0001', packet('peel\n'), FLUSH))).toEqual({
      isList: true,
      wants: new Set(),
      haves: new Set(),
    });
    expect(readUploadRequest(request(FLUSH)).isList).toBe(false);
    expect(readUploadRequest(Buffer.alloc(0)).wants.size).toBe(0);
  });
});

it.each(['0', '000', 'zzzz', '0003', '0009want', `${packet(`want ${A}\n`)}00`, '-001', '0x10', ' 004'])(
  'refuses %j, which is cut off or no request',
  (text) => {
    expect(() => readUploadRequest(request(text))).toThrow('not a request');
  },
);

it('takes out what is said to be there, and nothing else', () => {
  const body = request(packet(`want ${A}\n`), FLUSH, packet(`have ${A}\n`), packet(`have ${B}\n`), packet('done\n'));
  const left = withoutHaves(body, new Set([A]));
  expect(left.toString('latin1')).toBe(
    request(packet(`want ${A}\n`), FLUSH, packet(`have ${B}\n`), packet('done\n')).toString('latin1'),
  );
  expect(withoutHaves(body, new Set())).toBe(body);
});
