import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import type { Logger } from '@/lib/log';
import { engineError } from './engine-error';
import { sdkLogger } from './sdk-logger';

it('tells of what failed unexpectedly, and not again of what a run says itself', () => {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = sdkLogger(pino({ level: 'info' }, sink) as Logger);
  logger.error({ err: new Error('the sweep broke') }, 'Inngest step error');
  logger.error({ err: new AppError('internal', 'the schedule broke') }, 'Inngest function error');
  logger.error('words alone');
  for (const retryable of [true, false]) {
    const failure = new AppError('upstream', 'no such repository', { kind: 'not_found', retryable });
    const thrown = engineError(failure, 0, [60]);
    logger.error({ err: thrown }, 'Inngest step error');
    // What the SDK makes of it if the step was kept as failed.
    const kept = { name: thrown.name, cause: { name: failure.name, message: failure.message } };
    logger.error({ err: Object.assign(new Error(failure.message), kept) }, 'Inngest function error');
  }
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    'Inngest step error',
    'Inngest function error',
    'words alone',
  ]);
});
