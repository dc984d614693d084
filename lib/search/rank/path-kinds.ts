// Tells by a path whether its file is seldom what people look for: tests, examples, documents, data.

interface PathKind {
  path: RegExp;
  /** Words of a query that is about such files. */
  wanted: RegExp;
  /** What the score of such a file is multiplied by. */
  weight: number;
}

const KINDS: readonly PathKind[] = [
  {
    path: /(^|\/)(tests?|[\w.]*[._-]tests?|__tests__|__mocks__|mocks?|specs?|e2e|testdata|test[_-]data|fixtures|testing|testutils?|test[_-]utils?)\/|(^|\/)(tests?|conftest|test_[^/]*)(\.[^/]*)?$|[._-](test|spec|mock)s?\.[^/]*$|[a-z](Test|Tests|Spec)\.[^/]*$/,
    wanted: /test|spec|fixture|mock/i,
    weight: 0.4,
  },
  {
    path: /(^|\/)(bench(es|mark|marks|marking)?|perf)\/|(^|\/)bench_[^/]*$|[._-]bench(mark)?s?\.[^/]*$/i,
    wanted: /bench|perf/i,
    weight: 0.4,
  },
  {
    path: /(^|\/)(examples?|samples?|demos?|tutorials?|playgrounds?|snippets)\/|[._-]examples?\.[^/]*$|(^|\/)example[_-][^/]*$/i,
    wanted: /example|sample|demo|tutorial|playground|snippet/i,
    weight: 0.4,
  },
  {
    path: /(^|\/)\.?(changelogs?|changesets?)\/|(^|\/)(changes|changelog|news|releases?|history)([._-][^/]*)?\.(md|mdx|rst|adoc|txt|html?)$|(^|\/)(changes|changelog|news)$/i,
    wanted: /change|news|release|history/i,
    weight: 0.4,
  },
  {
    path: /\.(md|mdx|markdown|rst|adoc|txt|tex|pod|org|html?)$/i,
    wanted:
      /readme|change|news|release|docs?\b|guide|manual|\.(md|mdx|markdown|rst|adoc|txt|tex|pod|org|html?)\b|^(markdown|md|mdx|rst|text|html)$/i,
    weight: 0.5,
  },
  {
    path: /\.(json|json5|jsonc|jsonl|ya?ml|toml|lock|csv|tsv|svg|xml|ini|cfg|properties|po|pot|map|log|diff|patch|out)$/i,
    wanted:
      /package|config|\.(json|json5|jsonc|jsonl|ya?ml|toml|lock|csv|tsv|svg|xml|ini|cfg|properties|po|pot|map|log|diff|patch|out)\b|^(json|ya?ml|toml|csv|svg|xml|ini)$/i,
    weight: 0.5,
  },
];

/** What a file's score is multiplied by for its path, unless `texts` of the query ask for such files; 1 for all others. */
export function pathWeight(path: string, texts: readonly string[]): number {
  const kinds = kindsOf(path) & unwantedBy(texts);
  let weight = 1;
  if (kinds === 0) return weight;
  for (const [i, kind] of KINDS.entries()) if (kinds & (1 << i)) weight = Math.min(weight, kind.weight);
  return weight;
}

/** A search looks at a thousand paths, and the next one at many of the same. */
const MAX_KEPT = 20_000;
const kept = new Map<string, number>();

/** A bit for each of `KINDS`. */
function kindsOf(path: string): number {
  const known = kept.get(path);
  if (known !== undefined) return known;
  let kinds = 0;
  for (const [i, kind] of KINDS.entries()) if (kind.path.test(path)) kinds |= 1 << i;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(path, kinds);
  return kinds;
}

const unwanted = new WeakMap<readonly string[], number>();

function unwantedBy(texts: readonly string[]): number {
  const known = unwanted.get(texts);
  if (known !== undefined) return known;
  let kinds = 0;
  for (const [i, kind] of KINDS.entries()) if (!texts.some((text) => kind.wanted.test(text))) kinds |= 1 << i;
  unwanted.set(texts, kinds);
  return kinds;
}
