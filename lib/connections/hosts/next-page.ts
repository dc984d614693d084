// The next page by the Link header.

/** Its whole address; null if this was the last. */
export function nextPage(response: Response, from: string): string | null {
  for (const part of (response.headers.get('link') ?? '').split(/,\s*(?=<)/)) {
    const [, address, params] = /^\s*<([^>]*)>(.*)$/.exec(part) ?? [];
    if (address !== undefined && /;\s*rel="?next"?/i.test(params ?? '')) return new URL(address, from).href;
  }
  return null;
}
