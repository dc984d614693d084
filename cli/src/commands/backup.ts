// freshet backup: a backup is made on the server itself, since it holds its keys; no API gives that away.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { withExamples } from '../command';
import { CliError, EXIT } from '../errors';

export function backupCommand(): Command {
  const command = new Command('backup')
    .description("make a backup; only in the server's own folder, since a backup holds its keys")
    .argument('<file>', 'where to write it')
    .option('--folder <folder>', "the server's folder; by default the current one, or one above it")
    .action(backup);
  return withExamples(command, [
    ['freshet backup /backups/freshet.tar', 'on the server, in its folder'],
    ['ssh server "cd /srv/freshet && npx freshet backup /backups/freshet.tar"', 'from elsewhere'],
  ]);
}

function backup(file: string, options: { folder?: string }): void {
  const folder = options.folder ? path.resolve(options.folder) : checkoutAbove(process.cwd());
  if (!folder || !isCheckout(folder)) {
    throw new CliError(
      EXIT.usage,
      `${folder ?? process.cwd()} is not where a Freshet server is installed. A backup holds the server's keys, so it is ` +
        'made on the server and in its folder alone (npm run backup -- FILE); the API does not give it away.',
    );
  }
  const made = spawnSync(process.execPath, [path.join(folder, 'scripts/backup.mjs'), 'backup', path.resolve(file)], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (made.error) throw new CliError(EXIT.failed, `The backup could not be started: ${made.error.message}.`);
  process.exitCode = made.status === 0 ? EXIT.good : EXIT.failed;
}

function checkoutAbove(folder: string): string | null {
  if (isCheckout(folder)) return folder;
  const above = path.dirname(folder);
  return above === folder ? null : checkoutAbove(above);
}

function isCheckout(folder: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: unknown };
    return name === 'freshet' && existsSync(path.join(folder, 'scripts/backup.mjs'));
  } catch {
    return false;
  }
}
