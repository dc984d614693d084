// Answers requests whose address cannot be decoded, which Next would answer as a failure of its own.

/**
 * True where the request was answered: its path has escapes that are no UTF-8, or a NUL.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function refuseAddress(request, response) {
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (isDecodable(path)) return false;
  const detail = 'The address holds an escape that is not valid. Check what comes after each % in it.';
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

/** @param {string} path */
function isDecodable(path) {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
