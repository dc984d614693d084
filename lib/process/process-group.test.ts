import { expect, it, onTestFinished } from 'vitest';
import { startGroup } from './process-group';

it('ends with its signal though a process of another group holds its output', async () => {
  const ending = new AbortController();
  const group = await startGroup('sh', ['-c', "setsid sh -c 'echo $$; exec sleep 300' & exec sleep 300"], {
    env: { PATH: process.env.PATH ?? '' },
    cwd: '/',
    signal: ending.signal,
  });
  const holder = await new Promise<number>((resolve) => group.stdout.once('data', (text) => resolve(Number(text))));
  onTestFinished(() => void process.kill(holder, 'SIGKILL'));
  ending.abort(new Error('enough'));
  expect(await group.exited).toMatchObject({ signal: 'SIGTERM', stopped: new Error('enough') });
  expect(process.kill(holder, 0)).toBe(true);
});
