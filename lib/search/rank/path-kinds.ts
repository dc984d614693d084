// Tells by a path whether its file is seldom what people look for: tests, examples and the like.

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
];

/** What a file's score is multiplied by for its path, unless `texts` of the query ask for such files; 1 for all others. */
export function pathWeight(path: string, texts: string[]): number {
  let weight = 1;
  for (const kind of KINDS) {
    if (kind.path.test(path) && !texts.some((text) => kind.wanted.test(text))) weight = Math.min(weight, kind.weight);
  }
  return weight;
}
