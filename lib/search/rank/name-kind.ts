// Tells what a line defines: a type is looked for more often than a variable that is called alike.

/** `value`: a variable, a constant, a field or a parameter. */
export type NameKind = 'type' | 'function' | 'value';

const TYPE =
  /\b(?:class|interface|type|struct|enum(?: class| struct)?|union|trait|record|protocol|typedef|namespace|module|mod|object|defmodule)\s+(?:\w+(?:\.|::))*$/;
const FUNCTION =
  /\b(?:function\*?|fn|defp?|defmacro|func(?:\s*\([^)]*\))?|fun|sub|proc|procedure)\s+(?:\w+(?:\.|::))*$/;
const TAKES_PARAMETERS = /^\s*(?:<[^>]*>)?\(/;
const IS_SET_TO_FUNCTION = /^[^=\n]*=\s*(?:async\s*)?(?:function\b|\([^)]*\)[^=\n]*=>|\w+\s*=>)/;

/** For a name that is known to be defined: its line before it and after it. */
export function nameKind(before: string, after: string): NameKind {
  if (TYPE.test(before)) return 'type';
  return FUNCTION.test(before) || TAKES_PARAMETERS.test(after) || IS_SET_TO_FUNCTION.test(after) ? 'function' : 'value';
}
