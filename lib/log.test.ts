import { Writable } from 'node:stream';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { log, redact } from './log';

describe('redact', () => {
  it.each([
    ['https://user:secret@host/a', 'https://host/a'],
    ['https://user:se@cret@host/a', 'https://host/a'],
    ['https://user:se/cret@host/a', 'https://host/a'],
    ['ssh://secret@host/a', 'ssh://host/a'],
    ['Authorization: Bearer secret', 'Authorization: [redacted]'],
    ['authorization: token secret', 'authorization: [redacted]'],
    ['said bearer secret.x/y=', 'said bearer [redacted]'],
    ['https://host/a@b and mail@host', 'https://host/a@b and mail@host'],
    ['x-frs_0123456789abcdefghijklmnopqrstuvwxyz.', 'x-frs_[redacted].'],
    ['a frs_ and xfrs_0123456789', 'a frs_ and xfrs_0123456789'],
  ])('%s', (text, clean) => expect(redact(text)).toBe(clean));
});

describe('an error in the log', () => {
  const written = (error: unknown): { message: string; stack: string; cause?: { message: string } } => {
    let text = '';
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        text += chunk;
        done();
      },
    });
    const { err } = (log as unknown as { [key: symbol]: { err: (e: unknown) => unknown } })[
      pino.symbols.serializersSym
    ] as { err: (e: unknown) => unknown };
    pino({ serializers: { err } }, stream).error({ err: error });
    return JSON.parse(text).err;
  };

  it('is cut after its secrets were taken out', () => {
    const { message } = written(new Error(`${'x'.repeat(1970)} https://user:ghp_SECRET1234567890@github.com/a`));
    expect(message).not.toContain('SECRET');
    expect(written(new Error('y'.repeat(1_000_000))).message.length).toBeLessThan(2100);
  });

  it('has an end, though it be its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(written(error).cause?.message).toBe('round');
  });
});

it('a line of the log holds no token of ours, whatever the field is called', () => {
  const { streamWrite } = (log as unknown as { [key: symbol]: { streamWrite: (line: string) => string } })[
    (pino.symbols as unknown as { hooksSym: symbol }).hooksSym
  ] as { streamWrite: (line: string) => string };
  expect(streamWrite('{"anything":"frs_0123456789abcdefghijklmnopqrstuvwxyz"}')).toBe('{"anything":"frs_[redacted]"}');
});
