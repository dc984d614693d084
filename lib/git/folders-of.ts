/** The paths of the folders that `path` is in, the outermost first, without slashes at their ends. */
export function foldersOf(path: string): string[] {
  const found: string[] = [];
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) found.push(path.slice(0, end));
  return found;
}
