// The names before a colon that queries know: filters, options, and what other searches call them.
import type { FilterField } from '../query';

export type FieldName =
  | FilterField
  | 'content'
  | 'sym'
  | 'regex'
  | 'case'
  | 'word'
  | 'mode'
  | 'patterntype'
  | 'type'
  | 'select'
  | 'count'
  | 'timeout'
  | 'sort'
  | 'is'
  | 'public';

const NAMES: Readonly<Record<string, FieldName>> = {
  repo: 'repo',
  repository: 'repo',
  r: 'repo',
  org: 'org',
  user: 'org',
  owner: 'org',
  file: 'file',
  path: 'file',
  f: 'file',
  lang: 'lang',
  language: 'lang',
  l: 'lang',
  branch: 'branch',
  rev: 'branch',
  revision: 'branch',
  b: 'branch',
  content: 'content',
  c: 'content',
  sym: 'sym',
  symbol: 'sym',
  regex: 'regex',
  case: 'case',
  word: 'word',
  mode: 'mode',
  patterntype: 'patterntype',
  type: 'type',
  t: 'type',
  select: 'select',
  count: 'count',
  timeout: 'timeout',
  sort: 'sort',
  fork: 'fork',
  archived: 'archived',
  visibility: 'visibility',
  synced: 'synced',
  is: 'is',
  public: 'public',
};

const FIELD = new RegExp(`^(${Object.keys(NAMES).join('|')}):(?!:)`, 'i');
/** `file://x` */
const PROTOCOL = /^\/\//;
/** `c:\temp` */
const DRIVE = /^\\/;

/** The field that `text` begins with; null if it begins with none. `length` includes the colon. */
export function fieldAt(text: string): { field: FieldName; raw: string; length: number } | null {
  const raw = FIELD.exec(text.slice(0, 16))?.[1];
  if (raw === undefined) return null;
  const after = text.slice(raw.length + 1, raw.length + 3);
  if (PROTOCOL.test(after)) return null;
  if (raw.length === 1 && (raw !== raw.toLowerCase() || DRIVE.test(after))) return null;
  return { field: NAMES[raw.toLowerCase()]!, raw, length: raw.length + 1 };
}

/** For sentences about what may be typed. */
export const FILTER_LIST =
  'repo:, org:, file:, lang:, branch:, content:, sym:, type:, select:, case:, word:, count:, timeout:, sort:, archived:, visibility:, synced: and mode:';

/** How a value that is missing would look. */
export const EXAMPLES: Readonly<Record<FieldName, string>> = {
  repo: 'repo:acme/website',
  org: 'org:acme',
  file: 'file:*.ts',
  lang: 'lang:go',
  branch: 'branch:main',
  content: 'content:"a phrase"',
  sym: 'sym:Parser',
  regex: 'regex:fo+',
  case: 'case:yes',
  word: 'word:yes',
  mode: 'mode:meaning',
  patterntype: 'patterntype:regexp',
  type: 'type:path',
  select: 'select:repo',
  count: 'count:all',
  timeout: 'timeout:5s',
  sort: 'sort:path',
  fork: 'fork:no',
  archived: 'archived:no',
  visibility: 'visibility:public',
  synced: 'synced:<1h',
  is: 'is:public',
  public: 'public:yes',
  'has.path': 'repo:has.path(src)',
  'has.file': 'repo:has.file(path:go\\.mod)',
  'has.content': 'repo:has.content(TODO)',
  'has.topic': 'repo:has.topic(search)',
  'has.commit.after': 'repo:has.commit.after(2024-01-31)',
};
