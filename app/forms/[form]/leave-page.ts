// Leads to another site, where people sign in: our content policy lets no form of ours end up elsewhere.

/** A page that goes on to `location` by itself, with a link for browsers that do not. */
export function leavePage(location: string, cookies: string[]): Response {
  const href = escapeHtml(location);
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in · Freshet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url=${href}"></head>
<body><p><a href="${href}">Go on to sign in</a></p></body></html>
`;
  const answer = new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
  return answer;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
