// A browser's part in signing in, for tests: keeps cookies and follows what it is told.
import { users } from '@/db/schema';
import { hashPassword } from '@/lib/accounts/password';
import { type ApiWorld, call, HOST } from './_testing';

export const PASSWORD = 'correct horse battery';

/** Makes an account with `PASSWORD` and returns its id. */
export async function addPerson(api: ApiWorld, email: string, options: { isAdmin?: boolean } = {}): Promise<string> {
  const passwordHash = await hashPassword(PASSWORD);
  const [row] = await api.db
    .insert(users)
    .values({ email, passwordHash, isAdmin: options.isAdmin ?? false })
    .returning();
  if (!row) throw new Error('Nothing was inserted.');
  return row.id;
}

/** A browser in which the person with this e-mail has signed in. */
export async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(email, PASSWORD);
  if ((await browser.me())?.email !== email) throw new Error(`${email} could not sign in.`);
  return browser;
}

export class Browser {
  readonly cookies = new Map<string, string>();

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  keep(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split(';');
      const at = pair.indexOf('=');
      const isGone = attributes.some((part) => /^\s*max-age=0$/i.test(part));
      if (isGone || at === pair.length - 1) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async get(target: string): Promise<Response> {
    const response = await call('GET', target, { cookie: this.cookie });
    this.keep(response);
    return response;
  }

  /** Posts a form to next-auth with its CSRF token, as a page of ours does. */
  async post(target: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const { csrfToken } = await (await this.get('/api/auth/csrf')).json();
    const response = await call('POST', target, {
      cookie: this.cookie,
      text: new URLSearchParams({ csrfToken, callbackUrl: '/', ...form }).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: `http://${HOST}`,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
    this.keep(response);
    return response;
  }

  /** Signs in by password; returns where next-auth sends the browser. */
  async signIn(email: string, password: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await this.post('/api/auth/callback/credentials', { email, password }, headers);
    return response.headers.get('location') ?? '';
  }

  async me(): Promise<{ email: string; is_admin: boolean; has_password: boolean; id: string } | null> {
    return (await (await this.get('/api/v1/me')).json()).person;
  }
}
