// How git is asked for commits, and how its answer is read: whatever people wrote into them, and however much.
import { AppError } from '@/lib/errors';
import { isObjectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';

export interface CommitInfo {
  sha: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  committedAt: Date;
  committerName: string;
  committerEmail: string;
  /** First paragraph of the message on one line, at most 500 characters. */
  subject: string;
  /** The rest of the message, at most 4,000 characters. */
  body: string;
}

/**
 * What people write comes last, so that a separator smuggled into a name cannot shift the dates; what may be endless
 * stands behind what is not, so that cutting it costs nothing else.
 */
const FIELDS = ['%H', '%at', '%ct', '%P', '%an', '%ae', '%cn', '%ce'];
/** The whole message; of one that git has not the memory to hand out, its first paragraph. */
const MESSAGES = ['%B', '%s'] as const;
const MAX_TEXT = 500;
const MAX_BODY = 4000;
/** Of what is said of one commit: some have a message of 30 MB, or a thousand parents. */
const MAX_COMMIT_BYTES = 64 * 1024;

const flagsFor = (message: string): string[] => [
  '-z',
  `--format=tformat:${[...FIELDS, message].join('%x1f')}`,
  '--no-color',
  '--no-mailmap',
  '--no-show-signature',
  '--encoding=UTF-8',
];

/**
 * Reads the commits that `log` has git list with the flags it is given. Throws AppError `not_found` (kind `corrupt`) if
 * a commit is not there.
 */
export async function* readCommits(
  log: (flags: string[]) => AsyncIterable<Buffer>,
): AsyncGenerator<CommitInfo, void, undefined> {
  let read = 0;
  for (const message of MESSAGES) {
    try {
      let at = 0;
      for await (const commit of parseCommits(log(flagsFor(message)))) {
        if (at++ < read) continue;
        read += 1;
        yield commit;
      }
      return;
    } catch (error) {
      const isTooLarge = error instanceof AppError && error.kind === 'too_large';
      if (!isTooLarge || message === MESSAGES.at(-1)) throw error;
    }
  }
}

async function* parseCommits(output: AsyncIterable<Buffer>): AsyncGenerator<CommitInfo, void, undefined> {
  try {
    for await (const batch of records(output, 0, { cutAt: MAX_COMMIT_BYTES })) {
      for (const record of batch) yield parseCommit(record.toString('utf8'));
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'corrupt') throw error;
    throw new AppError('not_found', 'The commit is not in the mirror.', {
      kind: 'corrupt',
      retryable: true,
      cause: error,
    });
  }
}

function parseCommit(text: string): CommitInfo {
  const [sha = '', authored = '', committed = '', parents = '', ...written] = text.split('\x1f');
  const [authorName = '', authorEmail = '', committerName = '', committerEmail = '', ...message] = written;
  if (!isObjectId(sha)) {
    throw new AppError('internal', 'The mirror on disk is damaged.', {
      kind: 'corrupt',
      retryable: true,
      cause: new Error(`git said: ${text.slice(0, 200)}`),
    });
  }
  return {
    sha,
    parents: parents.split(' ').filter(isObjectId),
    authorName: cleanLine(authorName),
    authorEmail: cleanLine(authorEmail),
    authoredAt: asDate(authored),
    committedAt: asDate(committed),
    committerName: cleanLine(committerName),
    committerEmail: cleanLine(committerEmail),
    ...splitMessage(message.join('\x1f')),
  };
}

/** The first paragraph of a message on one line, as git's %s, and what follows it. */
export function splitMessage(message: string): { subject: string; body: string } {
  const text = message.replace(/^(?:[ \t\r]*\n)+/, '');
  const end = /\n[ \t\r]*\n/.exec(text);
  return {
    subject: cleanLine((end ? text.slice(0, end.index) : text).slice(0, 2 * MAX_BODY).trimEnd()),
    body: end ? cleanBody(text.slice(end.index + end[0].length)) : '',
  };
}

/** Hostile dates are clamped to what a database and a browser can show: 1970 to 2999. */
export function asDate(seconds: string): Date {
  const value = Number(seconds);
  return new Date(Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), 32_503_679_999) * 1000);
}

/** Text on one line, without control characters and not too long. */
export function cleanLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced.
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, MAX_TEXT);
}

function cleanBody(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced.
  const clean = text.replaceAll('\r\n', '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]+/g, ' ');
  return clean.slice(0, MAX_BODY).trim();
}
