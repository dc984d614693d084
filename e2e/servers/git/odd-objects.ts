// For tests: objects that no git makes, and that git's safety check has a name for.
import type { GitRepo } from './git-repo';

type Kind = 'blob' | 'tree' | 'commit' | 'tag';
export type RawEntry = readonly [mode: string, name: string, sha: string];

export interface OddWriter {
  /** Writes an object just as it is, and returns its id. */
  object(kind: Kind, content: string | Buffer): Promise<string>;
  tree(entries: readonly RawEntry[]): Promise<string>;
  /** A commit with sound lines if `o` has none; null leaves a line out. */
  commit(tree: string, options?: CommitLines): Promise<string>;
}

export interface CommitLines {
  parents?: string[];
  /** After `author `, or several. */
  author?: string | string[] | null;
  committer?: string | null;
  message?: string;
}

export function oddWriter(repo: GitRepo): OddWriter {
  const object = async (kind: Kind, content: string | Buffer) =>
    (await repo.git(['hash-object', '-t', kind, '-w', '--literally', '--stdin'], content)).trim();
  return {
    object,
    tree: (entries) =>
      object(
        'tree',
        Buffer.concat(
          entries.flatMap(([mode, name, sha]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]),
        ),
      ),
    commit: (tree, { parents = [], author = SOUND, committer = SOUND, message = 'crafted\n' } = {}) =>
      object(
        'commit',
        [
          `tree ${tree}`,
          ...parents.map((parent) => `parent ${parent}`),
          ...[author ?? []].flat().map((line) => `author ${line}`),
          ...(committer === null ? [] : [`committer ${committer}`]),
          '',
          message,
        ].join('\n'),
      ),
  };
}

const SOUND = 'A <a@example.com> 1700000000 +0000';
const NULL_ID = '0'.repeat(40);

/** What a case is made from: a sound text and a folder that holds it. */
interface Sound {
  blob: string;
  folder: string;
}

type TreeCase = (sound: Sound, write: OddWriter) => Promise<RawEntry[]> | RawEntry[];
const gitmodules =
  (text: string): TreeCase =>
  async (_, write) => [['100644', '.gitmodules', await write.object('blob', `[submodule "${text}`)]];

/** By git's name of what is odd: the entries of a tree. */
export const ODD_TREES: Record<string, TreeCase> = {
  duplicateEntries: ({ blob }) => [
    ['100644', 'twice.txt', blob],
    ['100644', 'twice.txt', blob],
  ],
  treeNotSorted: ({ blob, folder }) => [
    ['100644', 'z.txt', blob],
    ['40000', 'dir', folder],
    ['100644', 'a.txt', blob],
  ],
  nullSha1: ({ blob }) => [
    ['100644', 'a.txt', blob],
    ['160000', 'sub', NULL_ID],
  ],
  zeroPaddedFilemode: ({ blob, folder }) => [
    ['0100644', 'a.txt', blob],
    ['040000', 'dir', folder],
  ],
  badFilemode: ({ blob }) => [['100666', 'a.txt', blob]],
  gitmodulesUrl: gitmodules('s"]\n\tpath = s\n\turl = --upload-pack=touch\n'),
  gitmodulesName: gitmodules('../../x"]\n\tpath = s\n\turl = https://example.com/x\n'),
  gitmodulesPath: gitmodules('s"]\n\tpath = -x\n\turl = https://example.com/x\n'),
  gitmodulesUpdate: gitmodules('s"]\n\tpath = s\n\tupdate = !touch x\n'),
  gitmodulesParse: gitmodules('s'),
  gitmodulesSymlink: ({ blob }) => [['120000', '.gitmodules', blob]],
  gitmodulesBlob: ({ folder }) => [['40000', '.gitmodules', folder]],
  gitattributesLineLength: async (_, write) => [
    ['100644', '.gitattributes', await write.object('blob', `*.c ${'x'.repeat(5000)}\n`)],
  ],
  gitattributesSymlink: ({ blob }) => [['120000', '.gitattributes', blob]],
  gitignoreSymlink: ({ blob }) => [['120000', '.gitignore', blob]],
  mailmapSymlink: ({ blob }) => [['120000', '.mailmap', blob]],
};

/** By git's name of what is odd: the lines of a commit. */
export const ODD_COMMITS: Record<string, CommitLines> = {
  nulInCommit: { message: 'before\0after\n\nbody\0end\n' },
  badDate: { author: 'A <a@example.com> yesterday +0000' },
  badDateOverflow: { committer: `A <a@example.com> ${'9'.repeat(30)} +0000` },
  badTimezone: { author: 'A <a@example.com> 1 +051800' },
  badEmail: { author: 'A <a<b@example.com> 1 +0000' },
  badName: { author: 'A> <a@example.com> 1 +0000' },
  missingAuthor: { author: null },
  missingCommitter: { committer: null },
  missingEmail: { author: 'A 1 +0000' },
  missingNameBeforeEmail: { author: '<a@example.com> 1 +0000' },
  missingSpaceBeforeEmail: { author: 'A<a@example.com> 1 +0000' },
  missingSpaceBeforeDate: { author: 'A <a@example.com>1 +0000' },
  multipleAuthors: { author: [SOUND, SOUND] },
  zeroPaddedDate: { author: 'A <a@example.com> 01 +0000' },
};
