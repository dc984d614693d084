// freshet completion: scripts for shells. They ask the hidden command `__complete`, which knows commands and options
// from the program itself, and repositories from the server.
import { Argument, Command, Option } from 'commander';
import { openApi } from '../api/client';
import { allOf } from '../api/pages';
import { eachRepo, nameOf } from '../api/repos';
import { withExamples } from '../command';
import { type Shell, scripts } from '../completion/scripts';
import { EXIT } from '../errors';
import { clean } from '../terminal/clean';

/** So many names are offered, and the server has so long to say them: nobody waits longer for the Tab key. */
const MOST = 200;
const WAIT_MS = 2000;
/** As names are. Anything else a server may say is none, and a shell would read it as it stands in the line. */
const NAME = /^[\w.-]+\/[\w.-]+$/;

export function completionCommand(): Command {
  const command = new Command('completion')
    .description('print a script that completes commands and repositories in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action((shell: Shell) => void process.stdout.write(scripts[shell]));
  return withExamples(command, [
    ['source <(freshet completion bash)', 'in ~/.bashrc'],
    ['source <(freshet completion zsh)', 'in ~/.zshrc, after compinit'],
    ['freshet completion fish | source', 'in ~/.config/fish/config.fish'],
  ]);
}

/** Prints what may stand for the last word, one a line. Says nothing of what goes wrong: it is asked while one types. */
export function completeCommand(root: () => Command): Command {
  return new Command('__complete')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const line = words[0] === '--' ? words.slice(1) : words;
      // A server that answers drop by drop is not waited for, either.
      const late = setTimeout(() => process.exit(EXIT.good), WAIT_MS);
      const candidates = await completions(root(), line).catch(() => []);
      clearTimeout(late);
      for (const candidate of candidates) process.stdout.write(`${clean(candidate)}\n`);
    });
}

async function completions(root: Command, words: readonly string[]): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  let command = root;
  let given = 0;
  for (const [i, word] of before.entries()) {
    if (word.startsWith('-') || takesValue(command, before[i - 1])) continue;
    const sub = command.commands.find((one) => one.name() === word);
    if (sub && given === 0) command = sub;
    else given += 1;
  }
  const option = command.options.find((one) => isCalled(one, before.at(-1)));
  if (option && (option.required || option.optional)) {
    if (option.long === '--repo') return await repositories(typed);
    return (option.argChoices ?? []).filter((choice) => choice.startsWith(typed));
  }
  if (typed.startsWith('-')) {
    const flags = [...command.options, new Option('--help')].flatMap((one) => one.long ?? []);
    return flags.filter((flag) => flag.startsWith(typed));
  }
  const names = command.commands.map((one) => one.name()).filter((name) => !name.startsWith('_') && given === 0);
  const argument = command.registeredArguments[given] ?? command.registeredArguments.findLast((one) => one.variadic);
  const choices = argument?.argChoices ?? [];
  const fitting = [...names, ...choices].filter((name) => name.startsWith(typed));
  return argument && /^repos?$/.test(argument.name()) ? [...fitting, ...(await repositories(typed))] : fitting;
}

const takesValue = (command: Command, word: string | undefined) =>
  word !== undefined && command.options.some((one) => isCalled(one, word) && (one.required || one.optional));

const isCalled = (option: Option, word: string | undefined) => word === option.long || word === option.short;

async function repositories(typed: string): Promise<string[]> {
  const api = openApi(undefined, { quietMs: WAIT_MS });
  const names = (await allOf(eachRepo(api, typed ? { q: typed.replace(/\/$/, '') } : {}, MOST))).map(nameOf);
  return names.filter((name) => NAME.test(name) && name.startsWith(typed));
}
