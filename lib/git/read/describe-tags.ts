// What the objects that tags name say of themselves: a tag object its tagger and message, anything else its kind alone.
import { isObjectId } from '@/lib/git/object-id';
import { type CatFile, openCatFile } from './cat-file';
import { asDate, cleanLine, splitMessage } from './commit-format';

const MAX_DEPTH = 16;
const MAX_TAG_BYTES = 1024 * 1024;
/** Objects that are read at once. */
const AT_ONCE = 64;

export interface TagInfo {
  /** The commit, through any number of tags of tags; null if it stands for something else. */
  commit: string | null;
  isAnnotated: boolean;
  /** Of the tag object; null if it has none, or there is no tag object. */
  subject: string | null;
  taggerName: string | null;
  taggedAt: Date | null;
}

/** By the ids in `targets`, which refs below refs/tags name. Throws AppError. */
export async function describeTags(
  dir: string,
  targets: readonly string[],
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Map<string, TagInfo>> {
  const found = new Map<string, TagInfo>();
  const cat = openCatFile(dir, options);
  try {
    const wanted = [...new Set(targets)];
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      await Promise.all(
        wanted.slice(i, i + AT_ONCE).map(async (sha) => {
          found.set(sha, await tagInfo(cat, sha));
        }),
      );
    }
    return found;
  } finally {
    await cat.close();
  }
}

async function tagInfo(cat: CatFile, target: string): Promise<TagInfo> {
  const info: TagInfo = { commit: null, isAnnotated: false, subject: null, taggerName: null, taggedAt: null };
  let id = target;
  for (let depth = 0; depth < MAX_DEPTH && isObjectId(id); depth++) {
    // Its kind first: what is no tag may be as large as it likes.
    const object = await cat.read(id, 0);
    if (object?.type === 'commit') return { ...info, commit: id };
    if (object?.type !== 'tag') return info;
    const text = (await cat.read(id, MAX_TAG_BYTES))?.content?.toString('utf8') ?? '';
    if (depth === 0) Object.assign(info, { isAnnotated: true, ...written(text) });
    id = /^object ([0-9a-f]+)\n/.exec(text)?.[1] ?? '';
  }
  return info;
}

function written(text: string): Pick<TagInfo, 'subject' | 'taggerName' | 'taggedAt'> {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const [, name = null, seconds = null] = /^tagger (.*?) ?<[^>\n]*> (\d+)/m.exec(head) ?? [];
  const { subject } = splitMessage(end < 0 ? '' : text.slice(end + 2));
  return {
    subject: subject === '' ? null : subject,
    taggerName: name === null ? null : cleanLine(name),
    taggedAt: seconds === null ? null : asDate(seconds),
  };
}
