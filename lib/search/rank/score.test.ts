import { describe, expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { simplify } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { askedOf } from './asked';
import { findEvidence } from './evidence';
import type { Ranked } from './rank';
import { firstScore, secondScore } from './score';

const asked = (q: string) => askedOf(simplify(parseQuery(q)));

describe('what is known of a path', () => {
  const score = (path: string, q: string, options: Partial<Ranked> = {}) =>
    firstScore(rankedOf(path, 0, options), asked(q));

  it.each<[string, string, string]>([
    ['parser', 'src/parser.go', 'src/my_parser.go'],
    ['parser', 'src/my_parser.go', 'parser/x.go'],
    ['parser', 'parser/x.go', 'src/x.go'],
    ['Makefile', 'Makefile', 'sub/makefiles.go'],
    ['parser', 'src/x.go', 'src/x_test.go'],
    ['parser', 'src/x.ts', '__tests__/x.ts'],
    ['parser', 'src/x.py', 'test_x.py'],
    ['thing', 'src/Latest.java', 'src/OtherTest.java'],
    ['a parser', 'parser/a.go', 'b.go'],
    ['thing', 'src/x.rs', 'benches/x.rs'],
    ['thing', 'src/x.rs', 'examples/x.rs'],
    ['thing', 'src/x.rs', 'src/x/tests.rs'],
    ['thing', 'src/perform.c', 'perf/x.c'],
    ['thing', 'src/x.ts', 'src/x.bench.ts'],
    ['thing', 'x.py', 'demo/x.py'],
    ['thing', 'x.py', 'conftest.py'],
    // All words, and not the average of some.
    ['image inspect', 'images/image_inspect.go', 'image/image.go'],
    ['volume mounts', 'volume/mounts/mounts.go', 'volume/volume.go'],
    ['next exporter', 'builder-next/exporter/exporter.go', 'builder-next/exporter/local/export.go'],
    ['util normalized url', 'core/util/normalized-url.ts', 'util/url/normalized-path.ts'],
    ['command helper', 'terraform/command/helper.go', 'command/helper_windows.go'],
    // Prose and data after code.
    ['thing', 'src/x.go', 'docs/x.md'],
    ['thing', 'src/x.go', 'x.json'],
    ['thing', 'docs/x.md', 'CHANGELOG.md'],
    ['thing', 'src/x.go', 'changelogs/fragments/12.yml'],
    ['thing', 'src/x.go', 'poetry.lock'],
    ['thing', 'src/x.go', 'logo.svg'],
  ])('for %s puts %s before %s', (q, better, worse) => {
    expect(score(better, q)).toBeGreaterThan(score(worse, q));
  });

  it('does not mind tests for queries about them', () => {
    expect(score('a/foo_test.go', 'foo test')).toBeGreaterThan(score('a/x.go', 'foo test'));
    expect(score('tests/a.go', 'foo file:*.go')).toBeLessThan(score('src/a.go', 'foo file:*.go'));
    expect(score('tests/a.go', 'foo file:tests/*')).toBe(score('src/a.go', 'foo file:tests/*'));
  });

  it.each([
    ['bench thing', 'benches/x.rs'],
    ['thing example', 'examples/x.rs'],
    ['thing file:examples/', 'examples/x.rs'],
    ['thing lang:markdown', 'other/x.md'],
    ['thing file:*.json', 'other/x.json'],
    ['thing readme', 'other/readme.md'],
    ['thing changelog', 'other/changelog.md'],
  ])('does not mind them for %s', (q, path) => {
    expect(score(path, q)).toBeGreaterThanOrEqual(score('other/x.rs', q));
  });

  it.each([
    'src/contest/x.go',
    'src/latest.ts',
    'benchmarker.go',
    'exampled/x.go',
    'src/attestation.go',
    'src/news.go',
  ])('has nothing against %s', (path) => {
    expect(score(path, 'thing')).toBe(score('s/x.go', 'thing'));
  });

  it('puts generated and vendored code last', () => {
    expect(score('a.go', 'x')).toBeGreaterThan(score('a.go', 'x', { isVendored: true }));
    expect(score('a.go', 'x', { isVendored: true })).toBeGreaterThan(score('a.go', 'x', { isGenerated: true }));
  });
});

describe('what its text adds', () => {
  /** `path: text` */
  const score = (file: string, q: string, options: Partial<Ranked> = {}) => {
    const [path = '', text = ''] = file.split(/: (.*)/s);
    const terms = asked(q);
    return secondScore(rankedOf(path, 0, options), terms, findEvidence(text, terms.slots));
  };

  it.each<[string, string, string]>([
    // A name that the words make together.
    ['config manager', 'a.ts: class ConfigManager {}', 'a.ts: // the config manager'],
    ['config manager', 'a.py: def config_manager(x):', 'a.py: # the config manager'],
    ['config manager', 'a.ts: const configManager = 1', 'a.ts: new ConfigManager()'],
    ['config manager', 'a.h: #define CONFIG_MANAGER 1', 'a.h: config(manager)'],
    ['config manager', 'a.ts: class ConfigManager {}', 'a.ts: class ConfigManagers { config; manager }'],
    // Nearness.
    ['failed to unregister', 'a.rs: "Failed to unregister {x}"', 'a.rs: unregister; failed; to'],
    ['no such file', 'a.c: "no such\n   file"', 'a.c: no(file, such)'],
    ['drivers band', 'a.c: // drivers of a band', 'a.c: // band of drivers'],
    ['drivers band', 'a.c: // band of drivers', 'a.c: // drivers of\n// a band'],
    ['drivers band', 'a.c: // drivers of\n// a band', 'a.c: // drivers\n\n\n\n// a band'],
    // Definitions: as typed, types first, then functions.
    ['Sentinel', 'a.py: class Sentinel:', 'a.py: sentinel = Sentinel()'],
    ['sentinel', 'a.py: sentinel = 1', 'a.py: Sentinel = 1'],
    ['thing', 'a.ts: type thing = 1', 'a.ts: function thing() {}'],
    ['thing', 'a.ts: function thing() {}', 'a.ts: const thing = 1'],
    ['thing', 'a.ts: const thing = 1', 'a.ts: use(thing)'],
    ['thing', 'a.ts: use(thing)', 'a.ts: use(things)'],
    // A name of a file is less than a definition, and prose less than code.
    ['parser', 'src/x.go: type Parser struct {', 'src/parser.go: parser.New()'],
    ['wake list', 'src/x.rs: struct WakeList {', 'src/wake_list.rs: use wake_list;'],
    ['happening internals', 'a.c: // happening in internals', 'a.md: happening in internals'],
    ['thing', 'src/x.go: func thing() {', 'src/x_test.go: func thing() {'],
    ['spawn', 'tokio/src/task.rs: pub fn spawn<T>(x) {', 'benches/spawn_many.rs: fn spawn() {'],
  ])('for %s puts %s before %s', (q, better, worse) => {
    expect(score(better, q)).toBeGreaterThan(score(worse, q));
  });

  it('puts a use before a definition in code that is vendored or generated', () => {
    for (const options of [{ isVendored: true }, { isGenerated: true }]) {
      expect(score('a.go: use(thing)', 'thing')).toBeGreaterThan(score('a.go: func thing() {', 'thing', options));
    }
  });
});
