// Functions for tests of the protocol: each shows one thing that the SDK can say.
import { type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest';
import { inngest } from '../client';

const on = (id: string) => ({ id, triggers: [{ event: `sample/${id}` }] });

export const samples: InngestFunction.Any[] = [
  inngest.createFunction(on('sequence'), async ({ step, event }) => {
    const a = await step.run('a', () => ({ greeting: `hello ${(event.data as { name: string }).name}` }));
    const b = await step.run('b', () => a.greeting.length);
    return { a, b };
  }),
  inngest.createFunction(on('parallel'), async ({ step }) => {
    const [a, b] = await Promise.all([step.run('a', () => 'A'), step.run('b', () => 'B')]);
    return await step.run('join', () => `${a}${b}`);
  }),
  inngest.createFunction(on('twice'), async ({ step }) => {
    for (const n of [1, 2]) await step.run('same name', () => n);
  }),
  inngest.createFunction({ ...on('later'), retries: 3 }, async ({ step, attempt }) => {
    await step.run('a', () => 'A');
    await step.run('shaky', () => {
      if (attempt < 3) throw new RetryAfterError(`attempt ${attempt}`, 60_000 * 2 ** attempt);
      throw new Error('the last attempt');
    });
  }),
  inngest.createFunction(on('never'), async ({ step }) => {
    await step.run('bad', () => {
      throw new NonRetriableError('never again', { cause: new Error('the reason') });
    });
  }),
  inngest.createFunction(on('outside'), async () => {
    throw new Error('outside of steps');
  }),
  inngest.createFunction(on('sleeping'), async ({ step }) => {
    await step.sleep('nap', '90s');
    await step.sleepUntil('until', new Date('2030-01-01T00:00:00Z'));
    return 'awake';
  }),
  inngest.createFunction(on('sending'), async ({ step }) => {
    await step.sendEvent('tell', { id: 'fixed', name: 'sample/told', data: { n: 1 } });
  }),
];
