// freshet login, freshet logout: which server, and by which token.
import { Command } from 'commander';
import { answer, openApi, type Schemas } from '../api/client';
import { withExamples } from '../command';
import { parseAddress } from '../config/address';
import { readProfile, removeProfile, writeProfile } from '../config/profile';
import { CliError, EXIT } from '../errors';
import { ask, askHidden, canAsk, readStdin } from '../terminal/ask';
import { note, say, warn } from '../terminal/say';

const DEFAULT_ADDRESS = 'http://127.0.0.1:3000';

export function loginCommand(): Command {
  const command = new Command('login')
    .description('remember a server and a token for it')
    .argument('[address]', 'address of the server; asked for if it is missing')
    .option('--token <token>', 'the token; others on this machine may see it, so pipe it in instead')
    .action(login);
  return withExamples(command, [
    ['freshet login https://search.example.com', 'asks for the token'],
    ['freshet login https://search.example.com < token.txt', 'reads it from a file'],
    ['freshet login http://127.0.0.1:3000', 'a server on this machine'],
  ]);
}

export function logoutCommand(): Command {
  const command = new Command('logout').description('forget the server and the token').action(() => {
    const had = removeProfile();
    say(
      had
        ? 'Forgotten. The token itself stays good: `freshet tokens revoke` ends one.'
        : 'There was nothing to forget.',
    );
  });
  return withExamples(command, [
    ['freshet tokens revoke current && freshet logout', 'end the token as well'],
    ['freshet logout', 'forget it here alone'],
  ]);
}

async function login(given: string | undefined, options: { token?: string }): Promise<void> {
  const url = parseAddress(given ?? process.env.FRESHET_URL ?? (await askAddress()), 'The address');
  const visitor = openApi({ url, token: null });
  const me = await answer(visitor, visitor.client.GET('/api/v1/me'));
  if (typeof me.accounts !== 'boolean') throw new CliError(EXIT.failed, `What answers at ${url} is not Freshet.`);
  const token = me.accounts ? await askToken(url, options.token) : null;
  const who = token === null ? 'everybody on that machine is the operator' : await whoIs(url, token);
  const file = writeProfile({ url, token });
  say(`Logged in to ${url}: ${who}.`);
  note(`Kept in ${file}`);
}

async function askAddress(): Promise<string> {
  const preset = readProfile()?.url ?? DEFAULT_ADDRESS;
  if (!canAsk()) throw new CliError(EXIT.usage, 'Name the server: freshet login https://search.example.com');
  return await ask('Address of the server', preset);
}

async function askToken(url: string, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    warn('a token among the arguments is seen by others on this machine, and kept by the shell. Pipe it in instead.');
  }
  if (given === undefined && canAsk())
    note(`Make a token at ${url}/settings/tokens; it is not shown while you paste it.`);
  const text = given ?? tokenFor(url) ?? (canAsk() ? await askHidden('Token') : await readStdin());
  const token = text.trim();
  if (!/^frs_[0-9A-Za-z]{36}$/.test(token)) {
    throw new CliError(
      EXIT.usage,
      token
        ? 'That is not a token of Freshet, or not all of one: it is frs_ and 36 letters and digits.'
        : 'No token was given.',
    );
  }
  return token;
}

/** FRESHET_TOKEN is for the server that FRESHET_URL names, and sent to no other that somebody logs in to. */
function tokenFor(url: string): string | undefined {
  const { FRESHET_URL: server, FRESHET_TOKEN: token } = process.env;
  return token?.trim() && server && parseAddress(server, 'FRESHET_URL') === url ? token : undefined;
}

/** Throws CliError if the token is not good there. */
async function whoIs(url: string, token: string): Promise<string> {
  const api = openApi({ url, token });
  const own: Schemas['Token'] = await answer(
    api,
    api.client.GET('/api/v1/tokens/{id}', { params: { path: { id: 'current' } } }),
  );
  const { person } = await answer(api, api.client.GET('/api/v1/me'));
  const whose = person ? person.email : own.org ? `organisation ${own.org}` : own.kind;
  return `token “${own.name}” of ${whose}, for ${own.scopes.join(', ')}`;
}
