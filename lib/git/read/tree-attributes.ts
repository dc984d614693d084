// Says what the .gitattributes of a commit say of its paths. A folder is read when the first path in it is asked for,
// so the cost depends on what is asked.
import { AppError } from '@/lib/errors';
import { unescapePath } from '@/lib/git/escape-path';
import { type AttributeValue, attributesOf, concerns, type Macros, parseAttributes, type Rule } from './attributes';
import type { CatFile } from './cat-file';
import { resolvePath } from './read-file';

export const ATTRIBUTES_FILE = '.gitattributes';

const MAX_TREE_BYTES = 256 * 1024 * 1024;
/** A larger file, and what a tree has beyond so many rules that matter, is as if it were not there. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_RULES = 5000;
/** Comparing paths with patterns ends after so many steps, and so many more for each path. */
const MAX_STEPS = 20_000_000;
const MAX_STEPS_EACH = 2000;

interface Folder {
  /** Names to ids. */
  folders: Map<string, string>;
  rules: readonly Rule[];
  /** Those of its folders that were asked for. */
  inner: Map<string, Promise<Folder>>;
}

export class TreeAttributes {
  /** True if a limit was reached: some attributes were not looked at. */
  isCut = false;
  private readonly macros: Macros = new Map();
  private root: Promise<Folder | null> | undefined;
  private readonly work = { steps: 0 };
  private asked = 0;
  private rules = 0;

  /** Of the attributes `names` at `commit`, read through `cat`. */
  constructor(
    private readonly cat: CatFile,
    private readonly commit: string,
    private readonly names: ReadonlySet<string>,
  ) {}

  /** What is said of a path, as `escapePath` writes it. Throws AppError kind `corrupt` if a tree is missing. */
  async of(path: string): Promise<ReadonlyMap<string, AttributeValue>> {
    const bytes = unescapePath(path).toString('latin1');
    const files: { rules: readonly Rule[]; offset: number }[] = [];
    this.root ??= this.readRoot();
    let folder = await this.root;
    for (let offset = 0; folder; ) {
      if (folder.rules.length > 0) files.push({ rules: folder.rules, offset });
      const end = bytes.indexOf('/', offset);
      if (end < 0) break;
      folder = await this.within(folder, bytes.slice(offset, end));
      offset = end + 1;
    }
    this.asked++;
    if (files.length === 0) return NOTHING;
    if (this.work.steps > MAX_STEPS + this.asked * MAX_STEPS_EACH) {
      this.isCut = true;
      return NOTHING;
    }
    return attributesOf(bytes, files, this.macros, this.names, this.work);
  }

  /** Null if there is no such commit. */
  private async readRoot(): Promise<Folder | null> {
    const root = await resolvePath(this.cat, this.commit, '');
    return root && (await this.read(root.sha, true));
  }

  /** Null if `folder` has no folder of that name. Level by level: a path may have ten thousand. */
  private within(folder: Folder, name: string): Promise<Folder> | null {
    const known = folder.inner.get(name);
    const id = folder.folders.get(name);
    if (known || id === undefined) return known ?? null;
    const reading = this.read(id, false);
    folder.inner.set(name, reading);
    return reading;
  }

  private async read(id: string, isRoot: boolean): Promise<Folder> {
    const tree = await this.cat.read(id, MAX_TREE_BYTES);
    if (!tree?.content) throw damaged();
    const folders = new Map<string, string>();
    let file: string | null = null;
    for (const { mode, name, sha } of entriesOf(tree.content, id.length / 2)) {
      if (mode === '40000') folders.set(name, sha);
      else if (name === ATTRIBUTES_FILE && mode.startsWith('100')) file = sha;
    }
    return { folders, rules: file === null ? [] : await this.readRules(file, isRoot), inner: new Map() };
  }

  private async readRules(sha: string, isRoot: boolean): Promise<readonly Rule[]> {
    const file = await this.cat.read(sha, MAX_FILE_BYTES);
    if (!file) throw damaged();
    if (!file.content) {
      this.isCut = true;
      return [];
    }
    const rules = parseAttributes(file.content.toString('latin1'), isRoot ? this.macros : null).filter((rule) =>
      concerns(rule, this.names, this.macros),
    );
    const room = Math.max(0, MAX_RULES - this.rules);
    this.rules += rules.length;
    if (rules.length <= room) return rules;
    this.isCut = true;
    return rules.slice(0, room);
  }
}

const NOTHING: ReadonlyMap<string, AttributeValue> = new Map();

/** A tree object is a list of `<mode> <name>\0<binary id>`. */
function* entriesOf(tree: Buffer, idBytes: number): Generator<{ mode: string; name: string; sha: string }> {
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at);
    const end = tree.indexOf(0, space);
    if (space < 0 || end < 0) return;
    const mode = tree.toString('latin1', at, space);
    const sha = tree.toString('hex', end + 1, end + 1 + idBytes);
    yield { mode, name: tree.toString('latin1', space + 1, end), sha };
    at = end + 1 + idBytes;
  }
}

function damaged(): AppError {
  return new AppError('internal', 'The mirror on disk is damaged: a folder is missing. It will be fetched anew.', {
    kind: 'corrupt',
    retryable: true,
  });
}
