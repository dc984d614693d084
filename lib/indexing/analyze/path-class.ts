// What is known of a file before its content: all that its analysis may depend on besides. Content is stored once per
// git blob and class, and analysed by the class alone, so equal classes make equal analyses.
import type { AttributeValue } from '@/lib/git/read/attributes';
import { languageHint, languageNamed } from './language';

export interface FileClass {
  isVendored: boolean;
  /** Null: its content decides. */
  isGenerated: boolean | null;
  isDocumentation: boolean;
  /** What the path or its attributes tell of the language: see `languageHint`. */
  hint: string;
}

/** The class of links, which are never looked into. */
export const LINK_CLASS = 'link';
const LINK_MODE = 120000;

/** The attributes that count. */
export const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set([
  'linguist-language',
  'linguist-vendored',
  'linguist-generated',
  'linguist-documentation',
]);

const VENDORED =
  /(^|\/)(node_modules|bower_components|vendors?|vendored|third[-_]?party|3rd[-_]?party|godeps|pods|carthage|externals?|extern|deps|jspm_packages|site-packages)\/|(^|\/)(jquery|bootstrap|d3|angular|react|vue)([-.][\d.]+)?(\.min)?\.(js|css)$|(^|\/)(gradlew(\.bat)?|mvnw(\.cmd)?)$|(^|\/)\.(yarn|pnp)\b/i;
const GENERATED =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lock|cargo\.lock|go\.sum|gemfile\.lock|composer\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|pubspec\.lock|mix\.lock|flake\.lock|deno\.lock|packages\.lock\.json)$|[.-]min\.(js|css|mjs|cjs)$|\.(js|css|mjs|cjs)\.map$|\.pb\.(go|cc|h)$|_pb2(_grpc)?\.pyi?$|\.(g|freezed)\.dart$|\.(designer|g|g\.i)\.cs$|\.snap$|(^|\/)__(generated|snapshots)__\//i;
const DOCUMENTATION =
  /^(docs?|documentation|man|javadoc|groovydoc)\/|(^|\/)(documentation|javadoc)\/|(^|\/)(change(s|log)|code_of_conduct|contributing|copying|install|licen[cs]e|readme|news|authors)(\.[^/.]*)?$/i;

/** True for code that others wrote and this repository only carries. */
export function isVendoredPath(file: string): boolean {
  return VENDORED.test(file);
}

/** True for files whose name says that a program wrote them. */
export function isGeneratedPath(file: string): boolean {
  return GENERATED.test(file);
}

/**
 * The class of a path with a git mode written as octal digits (100644). `key` says by which rules it will be analysed
 * (`analysisKey`): what other rules made has another class. Attributes count before the path, as in Linguist.
 */
export function pathClass(
  file: string,
  mode: number,
  attributes: ReadonlyMap<string, AttributeValue>,
  key: string,
): string {
  if (mode === LINK_MODE) return LINK_CLASS;
  const language = attributes.get('linguist-language');
  const named = typeof language === 'string' ? languageNamed(language) : null;
  return writeClass(key, {
    isVendored: flagOf(attributes.get('linguist-vendored')) ?? isVendoredPath(file),
    isGenerated: flagOf(attributes.get('linguist-generated')) ?? (isGeneratedPath(file) || null),
    isDocumentation: flagOf(attributes.get('linguist-documentation')) ?? DOCUMENTATION.test(file),
    hint: named ? `=${named}` : languageHint(file),
  });
}

/** What `pathClass` wrote. */
export function readClass(text: string): FileClass {
  const [, flags = '', ...hint] = text.split(' ');
  return {
    isVendored: flags.includes('v'),
    isGenerated: flags.includes('g') ? true : flags.includes('w') ? false : null,
    isDocumentation: flags.includes('d'),
    hint: hint.join(' '),
  };
}

/** `<key> <flags> <hint>`: v for vendored, g for generated, w for written by people, d for documentation. */
function writeClass(key: string, { isVendored, isGenerated, isDocumentation, hint }: FileClass): string {
  const generated = isGenerated === null ? '' : isGenerated ? 'g' : 'w';
  return `${key} ${isVendored ? 'v' : ''}${generated}${isDocumentation ? 'd' : ''}- ${hint}`;
}

/** Null if the attribute says nothing. Any text but "false" means yes. */
function flagOf(value: AttributeValue | undefined): boolean | null {
  return value === undefined || value === null ? null : value !== false && value !== 'false';
}
