// Gives every page a Content-Security-Policy of its own, with a nonce that Next puts on its scripts.
import { type NextRequest, NextResponse } from 'next/server';
import { noSentCookie, SENT_COOKIE } from '@/app/_forms/field/sent-cookie';
import { ADDRESS_HEADER } from '@/app/_http/old-name';

/** Files of repositories bring a stricter policy of their own. */
const RAW = /^\/r\/[^/]+\/[^/]+\/raw\//;

export function proxy(request: NextRequest) {
  if (RAW.test(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(ADDRESS_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (isSentShown(request)) {
    const isSecure = request.nextUrl.protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https';
    response.headers.append('set-cookie', noSentCookie(request.nextUrl.pathname, isSecure));
  }
  return response;
}

/** Whether a page is loaded that says what became of a form: it says so once. What its script fetches is no page. */
function isSentShown(request: NextRequest): boolean {
  const isPage = (request.headers.get('sec-fetch-dest') ?? 'document') === 'document' && !request.headers.has('rsc');
  return isPage && request.method === 'GET' && request.cookies.has(SENT_COOKIE);
}

/** Development needs eval for React's stack traces and plain style elements for hot reloading. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const config = {
  matcher: ['/((?!api/|forms/|_next/static/|icon.svg|apple-icon.png|favicon.ico).*)'],
};
