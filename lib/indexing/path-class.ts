// What a path alone says of a file. Content is stored once per git blob and class, so that a rename to another kind counts.
import path from 'node:path';

const MAX_CLASS_LENGTH = 40;
const LINK_MODE = 120000;

const VENDORED =
  /(^|\/)(node_modules|bower_components|vendors?|vendored|third[-_]?party|3rd[-_]?party|godeps|pods|carthage|externals?|extern|deps|jspm_packages|site-packages)\/|(^|\/)(jquery|bootstrap|d3|angular|react|vue)([-.][\d.]+)?(\.min)?\.(js|css)$|(^|\/)(gradlew(\.bat)?|mvnw(\.cmd)?)$|(^|\/)\.(yarn|pnp)\b/i;
const GENERATED =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lock|cargo\.lock|go\.sum|gemfile\.lock|composer\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|pubspec\.lock|mix\.lock|flake\.lock|deno\.lock|packages\.lock\.json)$|[.-]min\.(js|css|mjs|cjs)$|\.(js|css|mjs|cjs)\.map$|\.pb\.(go|cc|h)$|_pb2(_grpc)?\.pyi?$|\.(g|freezed)\.dart$|\.(designer|g|g\.i)\.cs$|\.snap$|(^|\/)__(generated|snapshots)__\//i;

/** True for code that others wrote and this repository only carries. */
export function isVendoredPath(file: string): boolean {
  return VENDORED.test(file);
}

/** True for files whose name says that a program wrote them. */
export function isGeneratedPath(file: string): boolean {
  return GENERATED.test(file);
}

/** The class of a path with a git mode written as octal digits (100644): `link`, or extension or name with flags. */
export function pathClass(file: string, mode: number): string {
  if (mode === LINK_MODE) return 'link';
  const name = path.posix.basename(file).toLowerCase();
  const kind = path.posix.extname(name) || name;
  const flags = `${isVendoredPath(file) ? 'vendored ' : ''}${isGeneratedPath(file) ? 'generated ' : ''}`;
  return `${flags}${kind.slice(0, MAX_CLASS_LENGTH)}`;
}
