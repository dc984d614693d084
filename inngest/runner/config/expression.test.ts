import { expect, test } from 'vitest';
import { type EngineEvent, parseCondition, parseKey, parseMatch } from './expression';

const event = (data: Record<string, unknown>, name = 'e'): EngineEvent => ({ id: 'i', name, data, ts: 0 });

test('a key tells values apart, also by type, and is null where there is none', () => {
  const key = parseKey(' event.data.a.b ');
  expect(key?.(event({ a: { b: 'x' } }))).toBe('"x"');
  expect(key?.(event({ a: { b: 1 } }))).toBe('1');
  expect(key?.(event({ a: { b: '1' } }))).toBe('"1"');
  expect(key?.(event({ a: { b: null } }))).toBeNull();
  expect(key?.(event({ a: 'text' }))).toBeNull();
  expect(key?.(event({}))).toBeNull();
  expect(parseKey('event.name')?.(event({}, 'n'))).toBe('"n"');
  expect(parseKey("'same for all'")?.(event({}))).toBe('"same for all"');
});

test.each(['async.data.a', 'event.data.a + event.data.b', 'event', 'data.a', 'event.data["a"]', '', '1'])(
  '%s is refused as a key',
  (text) => expect(parseKey(text)).toBeNull(),
);

test('a condition compares a path with a text', () => {
  const condition = parseCondition("event.data.function_id == 'freshet-t'");
  expect(condition?.(event({ function_id: 'freshet-t' }))).toBe(true);
  expect(condition?.(event({ function_id: 'freshet-u' }))).toBe(false);
  expect(condition?.(event({}))).toBe(false);
  expect(parseCondition('event.data.a == event.data.b')?.(event({ a: 1, b: 1 }))).toBe(true);
  expect(parseCondition('event.data.a == event.data.b')?.(event({}))).toBe(false);
});

test.each([
  "event.data.a != 'x'",
  "event.data.a == 'x' && event.data.b == 'y'",
  "event.data.a == 'it\\'s'",
  'true',
  'event.data.a == async.data.a',
])('%s is refused as a condition', (text) => expect(parseCondition(text)).toBeNull());

test('a match joins the first event with a later one, whichever side each is on', () => {
  for (const text of ['event.data.id == async.data.other', 'async.data.other == event.data.id']) {
    const match = parseMatch(text);
    expect(match?.started(event({ id: 'x' }))).toBe(match?.arrived(event({ other: 'x' })));
    expect(match?.started(event({ id: 'x' }))).not.toBe(match?.arrived(event({ other: 'y' })));
    expect(match?.arrived(event({}))).toBeNull();
  }
  expect(parseMatch("event.data.a == 'x'")).toBeNull();
  expect(parseMatch('event.data.a != async.data.a')).toBeNull();
  expect(parseMatch('')).toBeNull();
});
