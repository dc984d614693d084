// Sorts addresses into a few kinds of routes, so that no address becomes a label.

/** In order: the first that matches counts. */
const CLASSES: [pattern: RegExp, name: string][] = [
  [/^\/_next\/|^\/(?:icon\.svg|apple-icon\.png|favicon\.ico)$/, 'static'],
  [/^\/metrics$/, 'metrics'],
  [/^\/api\/health$/, 'health'],
  [/^\/api\/webhooks\//, 'webhooks'],
  [/^\/api\/inngest$/, 'inngest'],
  [/^\/api\/auth\//, 'auth'],
  [/^\/forms\//, 'forms'],
  [/^\/api\/v1\/search$/, 'search'],
  [/^\/api\/v1\/runs\/[^/]+\/events$/, 'events'],
  [/^\/api\/(?:v1\/)?repos(?:\/|$)/, 'repos'],
  [/^\/api\//, 'api'],
  [/^\/r\//, 'browse'],
];

/** `page` for whatever is nothing else. */
export function routeClass(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return CLASSES.find(([pattern]) => pattern.test(path))?.[1] ?? 'page';
}
