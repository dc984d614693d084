// Lists that come in pages.

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Everything of a list, page by page, up to `max`. A server whose pages lead in circles is not followed. */
export async function* eachOf<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  max = Number.POSITIVE_INFINITY,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let left = max;
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    for (const item of page.items) {
      if (left <= 0) return;
      left -= 1;
      yield item;
    }
    cursor = page.next ?? undefined;
    if (cursor !== undefined && seen.has(cursor)) return;
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined && left > 0);
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
