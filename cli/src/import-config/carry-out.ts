// Makes what a plan says is missing. What is there already stays; a run that was cut off is finished by the next one.
import { type Api, answer, type Schemas } from '../api/client';
import { CliError } from '../errors';
import { note, say } from '../terminal/say';
import type { Plan } from './plan';

/** Returns what could not be made, a sentence each. Throws CliError if the repository cannot be added. */
export async function carryOut(api: Api, plan: Plan): Promise<string[]> {
  const failed: string[] = [];
  const repo = plan.repo === null ? null : await makeRepo(api, plan.org, plan.repo);
  const targetIds: string[] = [];
  for (const { id, body } of plan.targets) {
    if (id !== null) targetIds.push(id);
    else {
      const made = await attempt(`target ${body.name}`, failed, () =>
        answer(api, api.client.POST('/api/v1/targets', { body })),
      );
      if (made) {
        targetIds.push(made.id);
        tellTarget(made);
      }
    }
  }
  if (repo && plan.delivery && !plan.delivery.isThere && targetIds.length > 0) {
    const body: Schemas['NewDelivery'] = { ...plan.delivery.body, repo_id: repo, target_ids: targetIds };
    const made = await attempt('the delivery', failed, () =>
      answer(api, api.client.POST('/api/v1/deliveries', { body })),
    );
    if (made) say('Made delivery ', { text: made.id, colour: 'bold' });
  }
  for (const { isThere, body } of plan.mirrors) {
    if (isThere || repo === null) continue;
    const params = { path: { id: repo } };
    const made = await attempt(`the push mirror ${body.url}`, failed, () =>
      answer(api, api.client.POST('/api/v1/repos/{id}/push-mirrors', { params, body })),
    );
    if (made) say('Made push mirror ', { text: made.url, colour: 'bold' });
  }
  return failed;
}

async function makeRepo(api: Api, org: string, repo: NonNullable<Plan['repo']>): Promise<string> {
  if (repo.id !== null) return repo.id;
  const body: Schemas['NewRepo'] = { path: repo.path, org, name: repo.name };
  const made = await answer(api, api.client.POST('/api/v1/repos', { body }));
  say('Added repository ', { text: `${made.org}/${made.name}`, colour: 'bold' });
  return made.id;
}

/** One thing that does not work does not hold the others. */
async function attempt<T>(what: string, failed: string[], make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    failed.push(`${what}: ${error.message}`);
    return null;
  }
}

function tellTarget(target: Schemas['Target']): void {
  say(
    'Made target ',
    { text: target.name, colour: 'bold' },
    ` (${target.address}). Let its key in there, in ~/.ssh/authorized_keys:`,
  );
  say(`  ${target.public_key}`);
  note(`Then try it: freshet targets test ${target.name}`);
}
