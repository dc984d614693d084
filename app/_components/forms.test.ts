// What holds for every form of the pages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
const forms = files.flatMap((file) =>
  [...readFileSync(path.join('app', file), 'utf8').matchAll(/<form\b[\s\S]*?>\n/g)].map(([tag]) => ({ file, tag })),
);

it('that is sent before the script is there puts no password and no token into an address', () => {
  expect(forms.length).toBeGreaterThan(5);
  const open = forms.filter(({ tag }) => !/method="post"/.test(tag) && !/action="\/search"/.test(tag));
  expect(open).toEqual([]);
});
