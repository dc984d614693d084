// Answers requests whose address cannot be decoded, which Next would answer as a failure of its own.

/** Next's router would take this end of a path for a way to ask for its own data, and a file of that name have no page. */
const ROUTER_SUFFIX = /^([^?]*)\.rsc(?=\?|$)/;

/**
 * True if the request was answered: its path has escapes that are no UTF-8, or a NUL, or it names no host or path.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function refuseAddress(request, response) {
  // A proxy's form, which servers have to take as well.
  request.url = (request.url ?? '').replace(/^https?:\/\/[^/?#]*\/?/i, '/').replace(ROUTER_SUFFIX, '$1%2Ersc');
  const [path = ''] = request.url.split('?', 1);
  const detail = reasonFor(path, request.headers.host);
  if (detail === null) return false;
  const isApi = path.startsWith('/api/');
  response.writeHead(400, {
    'content-type': isApi ? 'application/problem+json' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  const title = 'The request is not valid';
  const problem = { type: 'about:blank', title, status: 400, detail, code: 'invalid', retryable: false };
  response.end(isApi ? JSON.stringify(problem) : `${detail}\n`);
  return true;
}

/**
 * @param {string} path
 * @param {string | undefined} host
 */
function reasonFor(path, host) {
  if (!path.startsWith('/')) return 'The address is not one of this server: it has to begin with a slash.';
  if (!isDecodable(path)) return 'The address holds an escape that is not valid. Check what comes after each % in it.';
  if (host !== undefined && !URL.canParse(`http://${host}`)) return 'The Host header is not a host name.';
  return null;
}

/** @param {string} path */
function isDecodable(path) {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
