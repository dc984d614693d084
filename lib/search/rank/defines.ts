// Tells by the look of a line whether it defines the name in it: quick, for any language, and now and then wrong.

const MODIFIERS =
  'export|default|declare|public|private|protected|internal|static|abstract|final|sealed|partial|virtual|override|async|unsafe|extern|inline|constexpr|const|readonly|open|data|suspend|local|global|pub(?:\\([^)]*\\))?';
const KEYWORDS =
  'function\\*?|class|interface|type|enum(?: class| struct)?|struct|union|trait|fn|defp?|defmodule|defmacro|func(?:\\s*\\([^)]*\\))?|fun|sub|proc|procedure|module|mod|namespace|const|let(?: mut)?|var|val|static|record|object|protocol|macro_rules!|macro|typedef';
/** What stands before a name that a keyword defines, from the beginning of the line. */
const BY_KEYWORD = new RegExp(`^\\s*(?:(?:${MODIFIERS})\\s+)*(?:${KEYWORDS})\\s+(?:\\w+(?:\\.|::))*$`);
const BY_DIRECTIVE =
  /^\s*#\s*define\s+$|^\s*\(def[\w-]*\s+\(?$|^\s*create\s+(?:or\s+replace\s+)?(?:table|view|function|procedure|index|type|trigger)\s+(?:if\s+not\s+exists\s+)?["`]?$|^\s*(?:variable|module|output|resource|data)\s+"(?:[^"]*"\s+")?$/i;
/** A return type, or modifiers, before the name of a function or method; nothing for a method without either. */
const TYPES = /^\s*(?:[\w<>[\],.?:~]+[\s*&]+)*(?:\w+::)*$/;
const STATEMENT =
  /^\s*(?:return|if|else|elif|while|for|foreach|switch|case|new|await|yield|throw|raise|catch|do|goto|using|import|from|delete|assert|echo|print|not|and|or|in|unless|until|when|match|with)\b/;
const OPENS_BODY = /^\s*(?:<[^>]*>)?\([^;]*\{\s*$/;
const OPENS_PARAMETERS = /^\s*\([^;]*$/;
const ASSIGNS = /^\s*(?::[^=]*)?=(?![=>~])/;
const OWNER = /^\s*(?:(?:module\.)?exports\.|\w+\.prototype\.)$/;
const BLANK = /^\s*$/;
const COMMENT = /^\s*(?:\/\/|\/\*|\*|--|;|#(?!\s*define))/;

/** What the text before a name that is defined may end with, of ASCII. */
const ENDS = new Set([...' \t\n\v\f\r.:("`*&'].map((sign) => sign.charCodeAt(0)));

/** False if the UTF-16 unit right before a name tells by itself that `definesAt` says no: for most names it does. */
export function mayEndBefore(unit: number): boolean {
  return unit > 127 || ENDS.has(unit);
}

/** True if the text of a line up to a name, and after it, makes it a definition. */
export function definesAt(before: string, after: string): boolean {
  if (BLANK.test(before)) return (before === '' && ASSIGNS.test(after)) || OPENS_BODY.test(after);
  if (COMMENT.test(before)) return false;
  if (BY_KEYWORD.test(before) || BY_DIRECTIVE.test(before)) return true;
  if (OWNER.test(before)) return ASSIGNS.test(after) || OPENS_BODY.test(after);
  if (STATEMENT.test(before) || !TYPES.test(before)) return false;
  // A function of C begins in the first column, and its body mostly on the next line.
  return OPENS_BODY.test(after) || (/^\w/.test(before) && OPENS_PARAMETERS.test(after));
}
