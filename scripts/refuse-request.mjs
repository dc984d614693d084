// The door in front of Next: what a request may be, and what a stranger may say to the framework. Lists of what is
// allowed, so that a part of the framework that nobody here has heard of stays shut.

/** Nobody here uses any other method of HTTP, such as TRACE. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Pages are read: only these take anything in, so that none of Next's own ways to do so (Server Actions) is reached. */
const TAKES_CHANGES = /^\/(?:api|forms)\//;
/** What gits ask with (app/_git answers them, and Next sees none of it). */
const GIT_SERVICE = /^\/[^/]+\/[^/]+\.git\/git-(?:upload|receive)-pack$/i;
/** Of what Next serves by itself (images in other sizes, data of pages), the built scripts and styles. */
const FRAMEWORK = /^\/_next(?:\/|$)/i;
const BUILT_FILES = /^\/_next\/static\//;
/** Headers by which Next talks to its own parts, and those of them that its pages in the browser send. */
const FRAMEWORK_HEADER =
  /^(?:next-|x-(?:next|middleware|invoke|matched|now|vercel|prerender|action|revalidate|router))/;
const BROWSER_HEADERS = ['next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'];

/**
 * Takes the headers off `request` that only the framework says to itself. True if the request was answered: its
 * method or its address is none of ours.
 * @param {import('node:http').IncomingMessage} request whose address can be decoded
 * @param {import('node:http').ServerResponse} response
 */
export function refuseRequest(request, response) {
  for (const name of Object.keys(request.headers)) {
    if (FRAMEWORK_HEADER.test(name) && !BROWSER_HEADERS.includes(name)) delete request.headers[name];
  }
  const method = request.method ?? '';
  const pathname = pathOf(request.url ?? '/');
  if (!METHODS.includes(method)) return answer(response, pathname, 405, 'not_allowed', METHODS);
  if (FRAMEWORK.test(pathname) && !BUILT_FILES.test(pathname)) return answer(response, pathname, 404, 'not_found');
  // As it stands there: what only means such an address would be Next's to answer.
  const isGit =
    method === 'POST' && GIT_SERVICE.test((request.url ?? '').split('?', 1)[0] ?? '') && GIT_SERVICE.test(pathname);
  if (method !== 'GET' && method !== 'HEAD' && !TAKES_CHANGES.test(pathname) && !isGit) {
    return answer(response, pathname, 405, 'not_allowed', ['GET', 'HEAD']);
  }
  return false;
}

/**
 * The path as whoever decodes it last reads it: without escapes, dots and doubled slashes.
 * @param {string} url
 */
function pathOf(url) {
  const [raw = ''] = url.split(/[?#]/, 1);
  const decoded = decodeURIComponent(raw)
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/');
  const parts = [];
  for (const part of decoded.split('/').slice(1)) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} pathname
 * @param {404 | 405} status
 * @param {'not_found' | 'not_allowed'} code
 * @param {string[]} [allow]
 * @returns {true}
 */
function answer(response, pathname, status, code, allow) {
  const isApi = pathname.startsWith('/api/');
  const title = status === 404 ? 'Not found' : 'Not allowed';
  const detail = status === 404 ? 'There is nothing at this address.' : 'This address takes no such request.';
  const problem = { type: 'about:blank', title, status, detail, code, retryable: false };
  response.writeHead(status, {
    ...(allow ? { allow: allow.join(', ') } : {}),
    'content-type': isApi ? 'application/problem+json' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(isApi ? JSON.stringify(problem) : `${detail}\n`);
  return true;
}
