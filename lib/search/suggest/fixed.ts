// What can be completed without asking anything: names of filters, and values of those that have few.
import type { FieldName } from '../query/read/fields';
import type { Offer } from './suggestion';

/** The filters, those that are used most first; other names lead to them. */
const FILTERS: readonly [name: string, detail: string, others?: readonly string[]][] = [
  ['repo', 'in repositories with this name', ['repository']],
  ['file', 'with this in the path', ['path']],
  ['lang', 'in this language', ['language']],
  ['sym', 'that define this name', ['symbol']],
  ['branch', 'of this branch', ['rev', 'revision']],
  ['org', 'of this organisation', ['user', 'owner']],
  ['content', 'in what files hold, not in names'],
  ['type', 'what is looked for'],
  ['select', 'what is shown'],
  ['sort', 'in which order'],
  ['case', 'whether capitals count'],
  ['word', 'whether pieces of words count'],
  ['count', 'how many'],
  ['timeout', 'how long it may take'],
  ['archived', 'whether archived repositories count'],
  ['visibility', 'public or private repositories'],
  ['synced', 'how long ago upstream was checked'],
  ['fork', 'whether forks count'],
  ['patterntype', 'how text is read'],
  ['mode', 'by words or by meaning'],
];

type Values = readonly (readonly [value: string, detail: string])[];

const VALUES: Partial<Record<FieldName, Values>> = {
  type: [
    ['file', 'files, by what they hold'],
    ['path', 'files, by their paths'],
    ['symbol', 'definitions'],
    ['repo', 'repositories, by their names'],
  ],
  select: [
    ['repo', 'the repositories of what was found'],
    ['file.directory', 'the folders of what was found'],
    ['file', 'files'],
    ['symbol', 'definitions'],
  ],
  sort: [
    ['relevance', 'the best first'],
    ['path', 'by repository and path'],
    ['indexed', 'what was indexed last'],
  ],
  case: [
    ['yes', 'capitals count'],
    ['no', 'capitals never count'],
    ['auto', 'capitals count if there are some'],
  ],
  word: [
    ['yes', 'whole words alone'],
    ['no', 'pieces of words as well'],
  ],
  count: [
    ['all', 'all that there are'],
    ['50', 'no more than 50'],
  ],
  timeout: [
    ['5s', 'up to 5 s'],
    ['10s', 'up to 10 s, the most'],
  ],
  archived: [
    ['no', 'without archived repositories'],
    ['only', 'archived repositories alone'],
  ],
  visibility: [
    ['public', 'public repositories'],
    ['private', 'private repositories'],
  ],
  synced: [
    ['<1h', 'checked within the last hour'],
    ['>1d', 'not checked for a day'],
  ],
  fork: [
    ['no', 'without forks'],
    ['only', 'forks alone'],
  ],
  patterntype: [
    ['keyword', 'words and code'],
    ['regexp', 'each piece is a pattern'],
    ['literal', 'all is one text'],
  ],
  mode: [
    ['text', 'by words'],
    ['meaning', 'by what code is about'],
  ],
  is: [
    ['public', 'public repositories'],
    ['private', 'private repositories'],
    ['archived', 'archived repositories'],
  ],
  public: [
    ['yes', 'public repositories'],
    ['no', 'private repositories'],
  ],
};

/** Values that are written as calls, with something between their parentheses. */
const CALLS: Partial<Record<FieldName, Values>> = {
  repo: [
    ['has.path(', 'repositories with such a file'],
    ['has.content(', 'repositories with such a text'],
    ['has.file(', 'repositories with such a text in such a file'],
    ['has.commit.after(', 'repositories with a later commit'],
  ],
  file: [['has.content(', 'what else a file must hold']],
};

/** Filters whose name, or another name for them, begins with `text`. */
export function filterOffers(text: string): Offer[] {
  const begun = text.toLowerCase();
  return FILTERS.filter(([name, , others = []]) => [name, ...others].some((one) => one.startsWith(begun))).map(
    ([name, detail]) => ({ kind: 'filter', text: `${name}:`, detail, field: null, isOpen: true, isVerbatim: true }),
  );
}

/** Values of a filter that has few, and calls, that begin with `text`; of calls at least a letter has to be typed. */
export function valueOffers(field: FieldName, text: string): Offer[] {
  const begun = text.toLowerCase();
  const fits = ([value]: Values[number]) => value.startsWith(begun);
  const values = (VALUES[field] ?? []).filter(fits);
  const calls = begun === '' ? [] : (CALLS[field] ?? []).filter(fits);
  const offer =
    (isOpen: boolean) =>
    (one: Values[number]): Offer => {
      return { kind: 'value', text: one[0], detail: one[1], field, isOpen, isVerbatim: true };
    };
  return [...values.map(offer(false)), ...calls.map(offer(true))];
}
