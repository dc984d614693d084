// The commands.
import { Command } from 'commander';
import { version } from '../package.json';
import { addCommand } from './commands/add';
import { backupCommand } from './commands/backup';
import { catCommand } from './commands/cat';
import { completeCommand, completionCommand } from './commands/completion';
import { deliverCommand } from './commands/deliver';
import { deliveriesCommand } from './commands/deliveries';
import { importCommand } from './commands/import';
import { importConfigCommand } from './commands/import-config';
import { loginCommand, logoutCommand } from './commands/login';
import { reposCommand } from './commands/repos';
import { rollbackCommand } from './commands/rollback';
import { runsCommand } from './commands/runs';
import { searchCommand } from './commands/search';
import { statusCommand } from './commands/status';
import { syncCommand } from './commands/sync';
import { targetsCommand } from './commands/targets';
import { tokensCommand } from './commands/tokens';
import { verifyCommand } from './commands/verify';

const EXIT_CODES = `
Exit codes: 0 good, 1 failed, 2 wrong usage, 3 not found, 4 not allowed, 5 conflict, 6 drift, 130 interrupted.
The server and the token are those of \`freshet login\`, or of FRESHET_URL and FRESHET_TOKEN.`;

/** The whole program, as commander knows it. What it refuses it throws (CommanderError). */
export function program(): Command {
  const all = new Command('freshet')
    .description('Freshet on the command line: search, syncs and deliveries of a Freshet server.')
    .version(version, '-V, --version')
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError();
  const commands = [
    loginCommand(),
    logoutCommand(),
    reposCommand(),
    addCommand(),
    importCommand(),
    importConfigCommand(),
    syncCommand(),
    runsCommand(),
    searchCommand(),
    catCommand(),
    targetsCommand(),
    deliveriesCommand(),
    deliverCommand(),
    verifyCommand(),
    rollbackCommand(),
    statusCommand(),
    tokensCommand(),
    backupCommand(),
    completionCommand(),
  ];
  for (const command of commands) all.addCommand(command);
  all.addCommand(completeCommand(program), { hidden: true });
  all.commands.forEach(throwInsteadOfExit);
  all.exitOverride();
  return all;
}

function throwInsteadOfExit(command: Command): void {
  const path = pathOf(command);
  const [first] = path.split(' ');
  const more =
    path === first
      ? `Run \`freshet ${path} --help\` for examples.`
      : `Run \`freshet ${path} --help\` for all options, \`freshet ${first} --help\` for examples.`;
  const dash =
    command.name() === 'search' ? ' What begins with a dash goes after --: freshet search -- parse -test' : '';
  command.exitOverride().showHelpAfterError(more + dash);
  command.commands.forEach(throwInsteadOfExit);
}

function pathOf(command: Command): string {
  const above = command.parent;
  return above?.parent ? `${pathOf(above)} ${command.name()}` : command.name();
}
