// Gives every page a Content-Security-Policy of its own, with a nonce that Next puts on its scripts.
import { type NextRequest, NextResponse } from 'next/server';

/** Files of repositories bring a stricter policy of their own. */
const RAW = /^\/r\/[^/]+\/[^/]+\/raw\//;

export function proxy(request: NextRequest) {
  if (RAW.test(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
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
