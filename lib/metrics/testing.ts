// Reads the text that Prometheus scrapes, and refuses what Prometheus would refuse: for tests.

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Scraped {
  samples: Sample[];
  types: Map<string, string>;
  /** The sum of the samples of that name whose labels include these; 0 if there is none. */
  sum: (name: string, labels?: Record<string, string>) => number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;
const VALUE = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]Inf|nan)$/i;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/** Throws an Error that names the first line that is not as the format has it. */
export function parseExposition(text: string): Scraped {
  if (!text.endsWith('\n')) throw new Error('The last line does not end.');
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let family = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (line.startsWith('#') && !comment) throw new Error(`Not a comment: ${line}`);
    if (comment) {
      const [, what, name = '', rest = ''] = comment;
      if (what === 'HELP') continue;
      if (types.has(name) || !TYPES.includes(rest)) throw new Error(`A type that is new and known is needed: ${line}`);
      types.set(name, rest);
      family = name;
      continue;
    }
    const sample = parseSample(line);
    if (sample.name.replace(/_(bucket|sum|count)$/, '') !== family && sample.name !== family) {
      throw new Error(`Not of ${family}: ${line}`);
    }
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(key)) throw new Error(`Told twice: ${line}`);
    seen.add(key);
    samples.push(sample);
  }
  checkHistograms(samples, types);
  const sum = (name: string, labels: Record<string, string> = {}) =>
    samples
      .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
      .reduce((total, one) => total + one.value, 0);
  return { samples, types, sum };
}

function parseSample(line: string): Sample {
  const name = NAME.exec(line)?.[0];
  if (!name) throw new Error(`No name: ${line}`);
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    const end = rest.lastIndexOf('} ');
    for (let inside = rest.slice(1, end); inside !== ''; ) {
      const label = LABEL.exec(inside);
      if (!label?.[1] || label[1] in labels) throw new Error(`Not a label: ${line}`);
      labels[label[1]] = label[2] ?? '';
      inside = inside.slice(label[0].length);
    }
    rest = rest.slice(end + 1);
  }
  const value = rest.slice(1);
  if (rest[0] !== ' ' || !VALUE.test(value)) throw new Error(`Not a value: ${line}`);
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

/** Buckets only grow, and the last one holds everything. */
function checkHistograms(samples: Sample[], types: Map<string, string>): void {
  for (const [name] of [...types].filter(([, type]) => type === 'histogram')) {
    const rows = new Map<string, number[]>();
    for (const sample of samples.filter((one) => one.name === `${name}_bucket`)) {
      const { le, ...others } = sample.labels;
      const key = JSON.stringify(others);
      const values = rows.get(key) ?? [];
      if (sample.value < (values.at(-1) ?? 0)) throw new Error(`The buckets of ${name} shrink at ${le}.`);
      rows.set(key, [...values, sample.value]);
      if (le !== '+Inf') continue;
      const count = samples.find((one) => {
        const { le: _, ...theirs } = one.labels;
        return one.name === `${name}_count` && JSON.stringify(theirs) === key;
      });
      if (count?.value !== sample.value) throw new Error(`${name}_count is not what the last bucket holds.`);
    }
  }
}
