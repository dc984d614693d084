// Ends requests that take too long to come in, except for what gits send: app/_git bounds those by how fast they come.

const GIT = /^\/[^/?#]+\/[^/?#]+\.git\/git-(?:upload|receive)-pack(?:[?#]|$)/i;

/**
 * Answers 408 and ends the connection if `request` has not come in whole within `ms`.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {number} ms
 */
export function boundRequest(request, response, ms) {
  if (request.complete || GIT.test(request.url ?? '')) return;
  const timer = setTimeout(() => {
    if (request.complete) return;
    if (!response.headersSent) response.writeHead(408, { connection: 'close' }).end();
    request.socket.destroySoon();
  }, ms);
  timer.unref();
  request.once('end', () => clearTimeout(timer));
  response.once('close', () => clearTimeout(timer));
}
