// What holds for every form of the pages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
const forms = files.flatMap((file) =>
  [...readFileSync(path.join('app', file), 'utf8').matchAll(/<form\b[\s\S]*?>\n/g)].map(([tag]) => ({ file, tag })),
);

it('works without a script: it is posted to a form of ours, or asks a question that an address can hold', () => {
  const elsewhere = forms.filter(({ tag }) => !/method="get"/.test(tag));
  // All others are made of this one, whose address names one of the forms that there are.
  expect(elsewhere).toMatchObject([{ file: path.join('_components', 'ui', 'forms', 'action-form.tsx') }]);
  expect(elsewhere[0]?.tag).toMatch(/method="post" action=\{`\/forms\//);
});

it('that asks before it does something opens its question without a script', () => {
  const questions = files.filter((file) => /<ConfirmPopover\b/.test(readFileSync(path.join('app', file), 'utf8')));
  expect(questions.length).toBeGreaterThan(1);
  for (const file of questions) {
    const text = readFileSync(path.join('app', file), 'utf8');
    expect(text, file).toMatch(/popoverTarget=\{id\}/);
    expect(text, file).toMatch(/<ActionForm\b/);
  }
});
