// A webhook's body as JSON: sent as such, or as the form that GitHub and Gitea can send instead.

/** Null if it is neither. */
export function parseBody(body: Buffer, contentType: string | null): unknown {
  const text = body.toString('utf8');
  const isForm = contentType?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  const json = isForm ? new URLSearchParams(text).get('payload') : text;
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
