// freshet status: the server, and how fresh everything is.
import { Command } from 'commander';
import { answer, openApi } from '../api/client';
import { nameOf } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import { EXIT } from '../errors';
import { say, sayJson } from '../terminal/say';
import { ago, counted } from '../terminal/times';

const NEEDS = {
  token: 'needs another token',
  mending: 'fails',
  check: 'was not checked for too long',
  confirmation: 'waits for somebody to confirm what upstream lost',
};

export function statusCommand(): Command {
  const command = new Command('status')
    .description('say how the server is, and how fresh everything is')
    .option('--check', 'end with 1 if a repository needs attention')
    .addOption(jsonOption())
    .action(status);
  return withExamples(command, [
    ['freshet status', 'for people'],
    ['freshet status --check > /dev/null || echo look', 'for a script'],
  ]);
}

async function status(options: { check?: true; json?: true }): Promise<void> {
  const api = openApi();
  const health = await answer(api, api.client.GET('/api/health'));
  const now = await answer(api, api.client.GET('/api/v1/status'));
  const { freshness, worst } = now;
  if (health.status !== 'ok' || (options.check && freshness.needing_attention > 0)) process.exitCode = EXIT.failed;
  if (options.json) return sayJson({ url: api.profile.url, health, ...now });
  say(
    { text: api.profile.url, colour: 'bold' },
    `  ${health.version}  `,
    { text: health.status, colour: health.status === 'ok' ? 'green' : 'red' },
    health.read_only ? '  read-only' : '',
  );
  say(
    `${counted(freshness.repositories, 'repository', 'repositories')} with a source: `,
    { text: `${freshness.fresh} fresh`, colour: 'green' },
    `, ${freshness.preparing} being prepared, `,
    {
      text: `${freshness.needing_attention} in need of attention`,
      ...(freshness.needing_attention ? { colour: 'red' as const } : {}),
    },
    `. Checked longest ago: ${ago(freshness.oldest_checked_at)}.`,
  );
  for (const { need, since, repo } of worst)
    say(`  ${nameOf(repo)} ${NEEDS[need]}, since ${ago(since)}${repo.error ? `: ${repo.error}` : ''}`);
}
