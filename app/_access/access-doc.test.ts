// docs/access.md says what the code says (`vitest -u` writes its tables anew), and every address has a row in it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { accountForms } from '@/app/_forms/account-forms';
import { findForm } from '@/app/_forms/all-forms';
import { connectionForms } from '@/app/_forms/connection-forms';
import { credentialForms } from '@/app/_forms/credential-forms';
import { deliveryForms } from '@/app/_forms/delivery/delivery-forms';
import { hostForms } from '@/app/_forms/delivery/host-forms';
import { secretForms } from '@/app/_forms/delivery/secret-forms';
import { verifyForms } from '@/app/_forms/delivery/verify-forms';
import { importForms } from '@/app/_forms/import-forms';
import { lifeForms } from '@/app/_forms/life-forms';
import { orgForms } from '@/app/_forms/org-forms';
import { pushMirrorForms } from '@/app/_forms/push-mirror-forms';
import { repoForms } from '@/app/_forms/repo-forms';
import { runForms } from '@/app/_forms/run-forms';
import { serverForms } from '@/app/_forms/server-forms';
import { tokenForms } from '@/app/_forms/token-forms';
import { GIT_SERVICES } from '@/app/_git/git-address';
import { accessTables } from '@/lib/access/access-table';
import { markdownTable } from '@/lib/access/markdown-table';
import { orgSlug } from '@/lib/orgs/org-settings';
import { FORMS } from './form-rows';
import type { Row } from './row';
import { GIT, GRPC, PAGES, ROUTES } from './rows';

const FILE = 'docs/access.md';
const MARK = '<!-- made by';
const END = ' -->\n';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Answers 404 to everything. */
const NOWHERE = '/api/v1/{rest}';

const files = readdirSync('app', { recursive: true, encoding: 'utf8' });

/** The address of a file of Next's: `(groups)` are not in it, `[name]` is `{name}`. */
function addressOf(file: string): string {
  const parts = path
    .dirname(file)
    .split(path.sep)
    .filter((part) => part !== '.' && !/^\(.*\)$/.test(part))
    .map((part) => part.replace(/^\[{1,2}(?:\.\.\.)?([^\]]+)\]{1,2}$/, '{$1}'));
  return `/${parts.join('/')}`;
}

it('every route and method has a row, and no row is of one that there is not', () => {
  const served = files
    .filter((file) => path.basename(file) === 'route.ts' && addressOf(file) !== NOWHERE)
    .flatMap((file) => {
      const text = readFileSync(path.join('app', file), 'utf8');
      const exported = METHODS.filter((method) =>
        new RegExp(`export (?:async function|function|const) ${method}\\b|export \\{[^}]*\\b${method}\\b`).test(text),
      );
      return exported.map((method) => `${method} ${addressOf(file)}`);
    });
  expect(Object.keys(ROUTES).sort()).toEqual(served.sort());
});

it('every page has a row, and no row is of one that there is not', () => {
  const pages = files.filter((file) => path.basename(file) === 'page.tsx').map(addressOf);
  expect(Object.keys(PAGES).sort()).toEqual(pages.sort());
});

it('every form has a row, and no row is of one that there is not', () => {
  const forms = [
    accountForms,
    connectionForms,
    credentialForms,
    deliveryForms,
    hostForms,
    importForms,
    lifeForms,
    orgForms,
    pushMirrorForms,
    repoForms,
    runForms,
    secretForms,
    serverForms,
    tokenForms,
    verifyForms,
  ].flatMap((some) => Object.keys(some));
  expect(Object.keys(FORMS).sort()).toEqual(forms.sort());
  for (const name of Object.keys(FORMS)) expect(findForm(name), name).toBeDefined();
});

it('every method of gRPC and service of git has a row, and no row is of one that there is not', () => {
  const proto = readFileSync('grpc/freshet/v1/git_repositories.proto', 'utf8');
  expect(Object.keys(GRPC)).toEqual([...proto.matchAll(/^\s*rpc (\w+)\(/gm)].map(([, method]) => method));
  expect(
    Object.keys(GIT)
      .map((service) => service.replace('git-', ''))
      .sort(),
  ).toEqual([...GIT_SERVICES].sort());
});

it('no organisation can have a name that our own addresses begin with', () => {
  const ours = [...Object.keys(ROUTES).map((route) => route.split(' ')[1] ?? ''), ...Object.keys(PAGES)];
  const beginnings = new Set(ours.map((address) => address.split('/')[1] ?? '').filter((name) => name !== ''));
  expect([...beginnings].filter((name) => orgSlug.safeParse(name).success)).toEqual([]);
});

it('docs/access.md is what the code says', async () => {
  const text = readFileSync(FILE, 'utf8');
  const mark = text.indexOf(MARK);
  const written = text.slice(0, text.indexOf(END, mark) + END.length);
  expect(mark).toBeGreaterThan(0);
  const sections = [
    written.trimEnd(),
    accessTables(),
    `### Addresses\n\n${tableOf(ROUTES)}`,
    `### Pages\n\n${tableOf(PAGES)}`,
    `### git, at \`/{org}/{name}.git\`\n\n${tableOf(GIT)}`,
    `### gRPC, of \`freshet.v1.GitRepositories\`\n\n${tableOf(GRPC)}`,
    `### Forms, below \`/forms/\`\n\n${tableOf(FORMS)}`,
  ];
  await expect(`${sections.join('\n\n')}\n`).toMatchFileSnapshot(path.resolve(FILE));
});

function tableOf(rows: Record<string, Row>): string {
  const lines = Object.entries(rows).map(([address, row]) => [`\`${address}\``, wordsOf(row)]);
  return markdownTable([['address', 'what it asks for'], ...lines]);
}

function wordsOf(row: Row): string {
  if ('open' in row) return `nothing: ${row.open}`;
  const [verb, words] =
    'needs' in row ? [row.needs, `\`${row.needs}\``] : [row.narrows, `answers with what \`${row.narrows}\` allows`];
  return row.also && verb ? `${words}; ${row.also}` : words;
}
