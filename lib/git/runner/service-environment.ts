// The environment of a git that serves a repository to other gits: what it may show, and what it may take in.
import { asEnvironment, type GitEnvironment, localConfig, localEnvironment } from './environment';

/** The refs that other gits see: branches and tags. All else here is our own. */
export const SERVED = ['refs/heads/', 'refs/tags/'] as const;

/** Answers a clone or a fetch. */
export interface UploadPack {
  name: 'upload-pack';
  /** The version of git's protocol that the other side speaks. */
  protocol: 0 | 1 | 2;
  /** Says what there is; else answers a request, whose every wanted object the caller has found to be visible. */
  isAdvertisement: boolean;
}

/** Takes in a push. */
export interface ReceivePack {
  name: 'receive-pack';
  protocol: 0 | 1;
  isAdvertisement: boolean;
  /** What one push may bring, in bytes. */
  maxBytes: number;
  /** Files that a branch may have. */
  maxFiles: number;
  /** The branch (full name) that is neither forced nor deleted; null: all may be. */
  protectedRef: string | null;
  /** The folder of our own hooks: no other is ever run. */
  hooksDir: string;
}

export type GitService = UploadPack | ReceivePack;

/**
 * Mistakes in old commits and tags that harm nobody who checks them out. Whatever else git's safety check finds, it
 * refuses: others clone what is pushed here.
 */
const FORGIVEN = [
  'badDate',
  'badDateOverflow',
  'badEmail',
  'badFilemode',
  'badName',
  'badTagName',
  'badTimezone',
  'extraHeaderEntry',
  'missingEmail',
  'missingNameBeforeEmail',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'missingTaggerEntry',
  'multipleAuthors',
  'zeroPaddedDate',
  'zeroPaddedFilemode',
];

/** For `git upload-pack` and `git receive-pack` over `dir`. */
export function serviceEnvironment(dir: string, service: GitService): GitEnvironment {
  const env = localEnvironment(dir);
  const config = [...localConfig(dir), ...HIDDEN, ...(service.name === 'upload-pack' ? READ : takenIn(service))];
  return {
    ...env,
    // Nobody's: a push writes no reflog.
    GIT_COMMITTER_NAME: 'Freshet',
    GIT_COMMITTER_EMAIL: 'freshet@localhost',
    ...(service.protocol === 0 ? {} : { GIT_PROTOCOL: `version=${service.protocol}` }),
    ...(service.name === 'receive-pack'
      ? {
          FRESHET_MAX_FILES: String(service.maxFiles),
          FRESHET_PROTECTED_REF: service.protectedRef ?? '',
        }
      : {}),
    ...asEnvironment(config),
  };
}

/** The last that matches counts. */
const HIDDEN: [string, string][] = [
  ['transfer.hideRefs', 'refs/'],
  ...SERVED.map((prefix): [string, string] => ['transfer.hideRefs', `!${prefix}`]),
];

const READ: [string, string][] = [
  ['uploadpack.allowFilter', 'true'],
  // Its patterns would be read from any object.
  ['uploadpackfilter.sparse:oid.allow', 'false'],
  // A partial clone asks for objects by their ids. Which ones it may have is decided before git is asked: git itself
  // would not look at all with its protocol's second version, and with the first at commits alone.
  ['uploadpack.allowAnySHA1InWant', 'true'],
];

function takenIn({ maxBytes, protectedRef, hooksDir }: ReceivePack): [string, string][] {
  return [
    ['core.hooksPath', hooksDir],
    ['receive.fsckObjects', 'true'],
    ...FORGIVEN.map((id): [string, string] => [`receive.fsck.${id}`, 'warn']),
    ['receive.maxInputSize', String(maxBytes)],
    // Each push is a pack, whose number is bounded by packing them together, and not a file for each object.
    ['receive.unpackLimit', '1'],
    ['receive.autogc', 'false'],
    ['receive.updateServerInfo', 'false'],
    ['receive.denyDeleteCurrent', protectedRef === null ? 'ignore' : 'refuse'],
    ['receive.shallowUpdate', 'false'],
    ['transfer.advertiseSID', 'false'],
  ];
}
