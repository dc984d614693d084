// Takes down what next-auth answers through the Node-style response it writes to, and makes a Response of it.

/** `target` is handed to next-auth; `response()` is what it wrote. */
export function recordAnswer() {
  const headers = new Map<string, string | string[]>();
  let status = 200;
  let body: string | null = null;

  const target = {
    status(code: number) {
      status = code;
      return target;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value);
      return target;
    },
    json(value: unknown) {
      target.setHeader('content-type', 'application/json');
      body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === 'string') body = value;
      else if (value !== undefined && value !== null) target.json(value);
    },
    end() {},
  };

  const response = (): Response => {
    const written = new Headers({ 'cache-control': 'no-store' });
    for (const [name, value] of headers) {
      if (Array.isArray(value)) for (const entry of value) written.append(name, entry);
      else written.set(name, value);
    }
    return new Response(body, { status, headers: written });
  };
  return { target, response };
}
