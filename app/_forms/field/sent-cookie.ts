// The cookie that brings to a page what became of its form, without what is in it.

export const SENT_COOKIE = 'freshet.sent';

/** A Set-Cookie value that takes it away from the page `path`. */
export function noSentCookie(path: string, isSecure: boolean): string {
  return cookieForPage('', { path, isSecure, maxAge: 0 });
}

/** A Set-Cookie value for the page `path` alone, for `maxAge` seconds. */
export function cookieForPage(value: string, options: { path: string; isSecure: boolean; maxAge: number }): string {
  const secure = options.isSecure ? '; Secure' : '';
  return `${SENT_COOKIE}=${value}; Max-Age=${options.maxAge}; Path=${options.path}; HttpOnly; SameSite=Lax${secure}`;
}
