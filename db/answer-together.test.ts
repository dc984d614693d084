// Which answers of the embedded database wait for each other.
import { expect, test } from 'vitest';
import { answerTogether } from './answer-together.mjs';

/** Answers each message with itself, `times` over; returns what was sent on after each. */
async function sent(messages: string[], times = 1): Promise<string[]> {
  const execute = answerTogether(async (message, { onRawData }) => {
    for (let i = 0; i < times; i++) onRawData(message);
  });
  const after: string[] = [];
  for (const message of messages) {
    const parts: Buffer[] = [];
    await execute(Buffer.from(message), { onRawData: (data) => void parts.push(Buffer.from(data)) });
    after.push(parts.join(''));
  }
  return after;
}

test('a query of several messages is answered once, in order', async () => {
  expect(await sent(['Parse', 'Bind', 'Describe', 'Execute', 'Sync'])).toEqual([
    '',
    '',
    '',
    '',
    'ParseBindDescribeExecuteSync',
  ]);
});

test('who waits for an answer in between has it', async () => {
  expect(await sent(['Parse', 'Describe', 'H', 'Bind', 'Execute', 'Sync'])).toEqual([
    '',
    '',
    'ParseDescribeH',
    '',
    '',
    'BindExecuteSync',
  ]);
  expect(await sent(['Query', 'Query'])).toEqual(['Query', 'Query']);
});

test('a large answer does not wait', async () => {
  const [large, end] = await sent([`Execute${'x'.repeat(10_000)}`, 'Sync'], 7);
  expect(large).toHaveLength(7 * 10_007);
  expect(end).toBe('Sync'.repeat(7));
});

test('who connects hears nothing that was meant for another', async () => {
  expect(await sent(['Parse', '\0start', 'Sync'])).toEqual(['', '\0start', 'Sync']);
});

test('an answer is kept as it was, whatever is written over it', async () => {
  const memory = Buffer.from('first');
  const execute = answerTogether(async (_, { onRawData }) => onRawData(memory));
  const parts: Buffer[] = [];
  const onRawData = (data: Uint8Array) => void parts.push(Buffer.from(data));
  await execute(Buffer.from('Parse'), { onRawData });
  memory.write('other');
  await execute(Buffer.from('Sync'), { onRawData });
  expect(parts.join('')).toBe('firstother');
});
