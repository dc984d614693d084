// Names that no folder of a repository may have: they lead out of it, or into what git keeps beside it, on some system.

/** Code points that some file systems take for nothing within a name. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;
/**
 * `.git` in the spellings of all file systems: any case, a short name, what stands behind it cut off by dots, spaces or
 * the name of a stream, and behind a backslash.
 */
const GIT = /(?:^|\\)(?:\.git|git~1)[. ]*(?:$|[\\:])/i;

/** True for one part of a path (as `escapePath` writes it) that nothing of ours should ever be given. */
function isDangerousName(name: string): boolean {
  return name === '' || name === '.' || name === '..' || name.includes('/') || GIT.test(name.replace(IGNORED, ''));
}

/** True if a part of the path is dangerous; a slash at either end or two in a row count as a part without a name. */
export function isDangerousPath(path: string): boolean {
  // A quick look first: this is asked of every file, and nearly no path is dangerous.
  if (!/^\/|\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|g/i.test(path)) return false;
  return path.split('/').some(isDangerousName);
}
