// What a delivery to one host is told: the words of it, and what each field may hold.
import { z } from 'zod';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { isObjectId } from '@/lib/git/object-id';
import type { HostConnection } from '@/lib/ssh/open-host';

/** `releases`: a folder for each delivery and a link to the live one; `in_place`: the live folder itself is changed. */
export type ReleaseMode = 'releases' | 'in_place';

/** What is needed of an open host. */
export type ReleaseHost = Pick<HostConnection, 'rsh' | 'alias' | 'name' | 'run' | 'rsyncError'>;

/** A commit's tree as files of ours, ready to be sent; nobody changes it until it is closed. */
export interface StagedTree {
  /** Absolute. */
  folder: string;
  commit: string;
  /** Of names, modes and contents, 64 hexadecimal digits: `deliveryDigest` adds the rules it is sent by. */
  digest: string;
  fileCount: number;
  sizeBytes: number;
  /** Names that are not sent and why, the first hundred. */
  leftOut: string[];
  /** How many are not sent. */
  leftOutCount: number;
  /** Names this folder for as long as its files keep their times; a host that got another one's is compared by content. */
  staging: string;
  /** Lets others stage it. May be called more than once. */
  close(): Promise<void>;
}

/** How a tree is sent: what, besides the tree itself, decides about the files on the host. */
export interface SendRules {
  /** rsync's own patterns. */
  excludes: readonly string[];
  /** `.git` on the host is left alone. A tree never has one. */
  excludeDotGit: boolean;
  /** What is gone from the tree is gone on the host. */
  deletes: boolean;
  /** For rsync's --chown; null: as the account there makes files. */
  owner: string | null;
  /** For rsync's --chmod; null: as in git. */
  modes: string | null;
}

export interface ReleaseSpec extends SendRules {
  /** The live path. */
  path: string;
  mode: ReleaseMode;
  /** Name of the folder to make, written down by the caller already. */
  release: string;
  /** Name of the folder that was live last, as it is recorded here; never removed. */
  previous: string | null;
  /** Folders of deliveries that were cut: removed first. */
  abandoned: readonly string[];
  /** Folders that are not kept any longer: removed after the switch. */
  remove: readonly string[];
  rev: SyncRev;
  /** For sh on the host, once the new tree is live. */
  hook: string | null;
  /** Send again what is already there, compared by content. */
  force: boolean;
}

export interface SendOutcome {
  outcome: 'delivered' | 'unchanged';
  filesSent: number;
  /** Of rsync, both ways. */
  bytesOnWire: number;
  /** Names of `abandoned` and `remove` that are gone from the host now. */
  removed: string[];
  /** Name of the folder that is live now; null in place. Another one than `release` if nothing was sent. */
  live: string | null;
}

export interface SendOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of content, of how many at most. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  onStage?: ((stage: 'sending' | 'switching') => void) | undefined;
  /** Names of `abandoned` that are gone from the host by now, whatever becomes of the rest. */
  onRemoved?: ((names: string[]) => Promise<void>) | undefined;
  /** A line for people. */
  log?: ((line: string) => void) | undefined;
}

export type FileDifference = 'changed' | 'missing' | 'extra' | 'mode' | 'type';

export interface Comparison {
  count: number;
  /** The first hundred; paths as `escapePath` writes them. */
  files: { path: string; how: FileDifference }[];
}

export interface RevRead {
  rev: SyncRev | null;
  /** `unreadable`: no rights; `foreign`: something that we did not write; `interrupted`: in the middle of a delivery in place. */
  problem: null | 'missing' | 'unreadable' | 'foreign' | 'interrupted';
  /** What the live link says; null if it is no link. */
  link: string | null;
  /** The problem in words. */
  text?: string;
}

const bytes = (text: string) => Buffer.byteLength(text);
const isWell = (text: string) => !text.includes('\0') && Buffer.from(text).toString() === text;

/** What a host says it has. It comes from there, so nothing in it is believed beyond its form. */
export const syncRevSchema = z.object({
  repo: z.string().min(1).max(500),
  ref: z.string().min(1).max(1000),
  commit: z.string().refine(isObjectId),
  delivered_at: z.iso.datetime({ offset: true }),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** `StagedTree.staging` of what was sent. */
  staging: z.string().max(64).optional(),
});
export type SyncRev = z.infer<typeof syncRevSchema>;

/** Beside the tree on the host, so that it stays short: `.releases` and a moment more follow a name. */
const LONGEST_NAME = 200;
const LONGEST_PATH = 1000;
/** Folders that a system stands on, themselves. */
const SYSTEM_FOLDERS = new Set(
  (
    '/ /Applications /Library /System /Users /Volumes /bin /boot /data /dev /efi /etc /home /lib /lib32 /lib64 ' +
    '/libx32 /lost+found /media /mnt /nix /opt /private /proc /root /run /sbin /snap /srv /sys /tmp /usr /var ' +
    '/etc/ssh /etc/ssl /usr/bin /usr/include /usr/lib /usr/lib32 /usr/lib64 /usr/libexec /usr/local /usr/local/bin ' +
    '/usr/local/etc /usr/local/lib /usr/local/sbin /usr/sbin /usr/share /var/cache /var/lib /var/lock /var/log ' +
    '/var/mail /var/run /var/spool /var/tmp'
  ).split(' '),
);
/** Where no files of anybody are. */
const KERNEL = /^\/(?:dev|proc|sys)\//;

/** An absolute path on a host, in its one spelling; spaces, quotes and line breaks are characters like others. */
export const targetPathSchema = z
  .string()
  .refine(isWell, 'A path has no NUL byte and is text.')
  .refine((path) => path.startsWith('/'), 'A path on a host begins with a slash.')
  .refine((path) => path === '/' || !path.endsWith('/'), 'Leave out the slash at the end of the path.')
  .refine(
    (path) =>
      path === '/' ||
      path
        .slice(1)
        .split('/')
        .every((part) => part !== '' && part !== '.' && part !== '..'),
    'A path has no empty part, no "." and no ".." in it.',
  )
  .refine(
    (path) => bytes(path) <= LONGEST_PATH && path.split('/').every((part) => bytes(part) <= LONGEST_NAME),
    `A path has at most ${LONGEST_PATH} bytes, and each name in it at most ${LONGEST_NAME}.`,
  )
  .refine(
    (path) => !SYSTEM_FOLDERS.has(path) && !KERNEL.test(path),
    'This is a folder of the system itself. Give a folder of its own below it, such as /srv/site.',
  );

/** A folder of a repository, as `escapePath` writes it. */
export const subfolderSchema = z
  .string()
  .min(1)
  .refine(isWell, 'A folder has no NUL byte and is text.')
  .refine((path) => bytes(path) <= 1024, 'A folder has at most 1024 bytes.')
  .refine((path) => !isDangerousPath(path), 'A folder is given from the root of the repository, such as docs/site.');

/** One pattern of rsync's, as it stands behind --exclude: no rule, and no command of its filters. */
export const excludePatternSchema = z
  .string()
  .refine((pattern) => pattern.trim() !== '', 'An empty pattern excludes nothing.')
  .refine((pattern) => bytes(pattern) <= 500, 'A pattern has at most 500 bytes.')
  .refine((pattern) => isWell(pattern) && !/[\r\n]/.test(pattern), 'A pattern is one line of text.')
  .refine(
    (pattern) =>
      !/^(?:[-+] |[!:]|\.[ ,]|(?:merge|dir-merge|include|exclude|hide|show|protect|risk|clear)[ ,])/.test(pattern),
    'Only patterns are taken here, such as *.log or /build/: no "- ", "+ ", "!", comment, merge or other filter rule.',
  )
  .refine(
    (pattern) => !pattern.split('/').includes('..') && pattern !== '/',
    'A pattern is about names below the tree: "/" and ".." match none.',
  );

const NAME = '(?:[A-Za-z_][A-Za-z0-9_.-]{0,31}|[0-9]{1,10})';
/** `user`, `user:group` or `:group`, names or numbers. */
export const ownerSchema = z
  .string()
  .regex(new RegExp(`^(?:${NAME}(?::${NAME})?|:${NAME})$`), 'Give user, user:group or :group, as names or numbers.');

const CLAUSE = '[DF]?(?:[0-7]{3,4}|[ugoa]{0,4}[-+=][rwxXst]{0,6})';
/** Rules for rsync's --chmod, such as `D755,F644` or `g+w,o-rwx`. */
export const modesSchema = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^${CLAUSE}(?:,${CLAUSE})*$`),
    'Give modes as chmod does, with D or F before those of folders or files alone: D755,F644 or g+w,o-rwx.',
  );

/** Name of a release's folder. */
export const releaseNameSchema = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, 'A release has letters, digits, "-" and "_" in its name.');

/** A name that no other release has: by its time (UTC), commit and `unique`, a random id. */
export function releaseName(at: Date, commit: string, unique: string): string {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${commit.slice(0, 12)}-${unique.replaceAll(/[^0-9a-z]/gi, '').slice(0, 8)}`;
}
