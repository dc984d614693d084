// What stands behind the question mark of an address, as pages get it.

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The first value of a parameter; undefined if it is missing or empty. */
export function firstValue(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value) || undefined;
}
