// The one place that decodes the parts of an address, each of them once.

declare const escaped: unique symbol;

/**
 * A part of an address as it stands there, escapes and all. Next hands pages their params like this, and route handlers
 * theirs decoded: a plain string. The compiler keeps the two apart, so nothing is decoded twice, or not at all.
 */
export interface Escaped {
  readonly [escaped]: true;
}

type Decoded<P> = {
  [K in keyof P]: P[K] extends Escaped ? string : P[K] extends Escaped[] ? string[] : string[] | undefined;
};

/** A page's params, decoded. */
export function decodeParams<P extends { [K in keyof P]: Escaped | Escaped[] | undefined }>(params: P): Decoded<P> {
  const entries = Object.entries(params as Record<string, Escaped | Escaped[] | undefined>);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, Array.isArray(value) ? value.map(decode) : value && decode(value)]),
  ) as Decoded<P>;
}

/** The parts of a path as browsers tell it, decoded; the first one is empty. */
export function partsOf(pathname: string): string[] {
  return (pathname.split('/') as unknown as Escaped[]).map(decode);
}

/** The server answers malformed escapes before any page is asked; a browser shows them as they are. */
function decode(part: Escaped): string {
  const text = part as unknown as string;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
