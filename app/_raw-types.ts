// With which type a repository's file may leave the server: never one that a browser would run as ours.

const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
};

function extensionOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** True for images that a page may show. */
export function isInlineImage(path: string): boolean {
  return extensionOf(path) in IMAGES;
}

/** Images as what they are, other text as plain text, everything else as bytes to save. */
export function rawType(path: string, isBinary: boolean): string {
  return IMAGES[extensionOf(path)] ?? (isBinary ? 'application/octet-stream' : 'text/plain; charset=utf-8');
}
