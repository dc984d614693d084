// Which mistakes in old objects are tolerated in a mirror, and how many of them git found while it fetched.
import { AppError } from '@/lib/errors';

/**
 * What git's safety check may find without harm, because a repository is never checked out here; by git's own names.
 * The check refuses whatever is not listed: names that lead out of a folder or into git's own (`fullPathname`,
 * `hasDot`, `hasDotdot`, `hasDotgit`) and objects that it cannot take apart. A git that does not know a name ignores
 * it.
 */
export const TOLERATED = [
  'badDate',
  'badDateOverflow',
  'badEmail',
  'badFilemode',
  'badGpgsig',
  'badHeaderContinuation',
  'badName',
  'badTagName',
  'badTimezone',
  'duplicateEntries',
  'extraHeaderEntry',
  'gitattributesBlob',
  'gitattributesLarge',
  'gitattributesLineLength',
  'gitattributesSymlink',
  'gitignoreSymlink',
  'gitmodulesBlob',
  'gitmodulesLarge',
  'gitmodulesName',
  'gitmodulesParse',
  'gitmodulesPath',
  'gitmodulesSymlink',
  'gitmodulesUpdate',
  'gitmodulesUrl',
  'largePathname',
  'mailmapSymlink',
  'missingAuthor',
  'missingCommitter',
  'missingEmail',
  'missingNameBeforeEmail',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'missingTaggerEntry',
  'multipleAuthors',
  'nulInCommit',
  'nullSha1',
  'symlinkPointsToGitDir',
  'symlinkTargetBlob',
  'symlinkTargetLength',
  'symlinkTargetMissing',
  'treeNotSorted',
  'zeroPaddedDate',
  'zeroPaddedFilemode',
] as const;

/** A later fetch would have old files of this kind checked once more, by rules that cannot be set. */
export const IGNORED = ['gitattributesMissing', 'gitmodulesMissing'] as const;

/** Of a name in our list that this git does not know yet. */
const UNKNOWN = 'warning: Skipping unknown msg id ';
const BEGINNING = 'warning: object ';
const LINE = /^warning: object ([0-9a-f]{40,64}): ([A-Za-z0-9]{1,60}):/;
/** So many objects are told apart; beyond that the count is a lower bound. */
const MAX_OBJECTS = 10_000;
/** More than any real history has. */
const MAX_FINDINGS = 1_000_000;
const NAMED = 5;

export class OddObjects {
  private readonly objects = new Set<string>();
  private readonly pairs = new Set<string>();
  private readonly findings = new Map<string, number>();
  private rest = '';
  private total = 0;

  /**
   * Takes what git says and returns it without the lines that were counted. Throws AppError `limit` if there is no
   * end to them.
   */
  read(text: string): string {
    let kept = '';
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (!this.count(line)) kept += `${line}\n`;
    // Only the beginning of a line that may be one of ours waits: progress has lines without an end.
    if (isBeginning(this.rest)) return kept;
    kept += this.rest;
    this.rest = '';
    return kept;
  }

  /** "12 odd objects in its history (treeNotSorted 10, badDate 2): harmless here." Null if there is none. */
  note(): string | null {
    if (this.objects.size === 0) return null;
    const count = this.objects.size.toLocaleString('en-GB');
    const many = this.objects.size >= MAX_OBJECTS ? `At least ${count}` : count;
    const sorted = [...this.findings].sort(([, a], [, b]) => b - a);
    const named = sorted.slice(0, NAMED).map(([kind, times]) => `${kind} ${times.toLocaleString('en-GB')}`);
    if (sorted.length > NAMED) named.push('…');
    return `${many} odd ${this.objects.size === 1 ? 'object' : 'objects'} in what was fetched (${named.join(', ')}): harmless here.`;
  }

  private count(line: string): boolean {
    const text = line.slice(line.lastIndexOf('\r') + 1);
    if (text.startsWith(UNKNOWN)) return true;
    const [, id, kind] = LINE.exec(text) ?? [];
    if (id === undefined || kind === undefined) return false;
    this.total += 1;
    if (this.total > MAX_FINDINGS) throw tooMany();
    // Git may find the same in several places of one object.
    const pair = `${id} ${kind}`;
    if (this.pairs.has(pair)) return true;
    if (this.pairs.size < MAX_OBJECTS) this.pairs.add(pair);
    this.findings.set(kind, (this.findings.get(kind) ?? 0) + 1);
    if (this.objects.size < MAX_OBJECTS) this.objects.add(id);
    return true;
  }
}

/** The sentence that `note` gave, out of all that was noted; null if there is none. */
export function oddNoteIn(text: string): string | null {
  return /(?:At least )?[\d,]+ odd objects? in what was fetched \([^)]*\): harmless here\./.exec(text)?.[0] ?? null;
}

function isBeginning(rest: string): boolean {
  const line = rest.slice(rest.lastIndexOf('\r') + 1);
  return (
    line !== '' &&
    line.length < 4096 &&
    [BEGINNING, UNKNOWN].some((text) => text.startsWith(line) || line.startsWith(text))
  );
}

function tooMany(): AppError {
  return new AppError(
    'limit',
    `More than ${MAX_FINDINGS.toLocaleString('en-GB')} objects of this repository are not as git writes them, so it was not fetched.`,
    { kind: 'too_large' },
  );
}
