import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs `code` in a process whose console is the log; returns what it wrote, line by line. */
function lines(code: string): Record<string, unknown>[] {
  const script = `import { logConsole } from './lib/log-console.ts'; logConsole(); ${code}`;
  const ran = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', FRESHET_LOG_LEVEL: 'debug' },
  });
  expect(ran.stderr).toBe('');
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('writes each thing that goes to the console as one line of JSON', () => {
  const written = lines(`
    console.error(' \\u001b[31m⨯\\u001b[0m Error: two\\nlines', { a: [1, 2] });
    console.warn('%s of %d', 'three', 4);
    console.log();
    console.debug('x'.repeat(5000));`);
  expect(written.map(({ level, msg }) => [level, msg])).toEqual([
    [50, '⨯ Error: two\nlines { a: [ 1, 2 ] }'],
    [40, 'three of 4'],
    [30, 'something was written to the console'],
    [20, 'x'.repeat(2000)],
  ]);
});

it('keeps an error’s digest, by which its page names it, and no secret', () => {
  const [first, second] = lines(`
    console.error('⨯', Object.assign(new Error('at https://ada:hunter2@example.com/'), { digest: '123' }));
    console.error('Authorization: Bearer abc.def');`);
  expect(first).toMatchObject({ digest: '123', msg: '⨯', err: { type: 'Error' } });
  expect(JSON.stringify([first, second])).not.toMatch(/hunter2|abc\.def/);
});

it('writes the warnings of Node as well', () => {
  expect(lines(`process.emitWarning('mind this'); await new Promise(setImmediate);`)).toMatchObject([
    { level: 40, err: { message: 'mind this' } },
  ]);
});
