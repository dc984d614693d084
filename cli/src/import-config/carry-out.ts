// Makes what a plan says is missing. What is there already stays; a run that was cut off is finished by the next one.
import { type Api, answer, type Schemas } from '../api/client';
import { nameOf } from '../api/repos';
import { CliError } from '../errors';
import { note, type say } from '../terminal/say';
import type { Plan } from './plan';

/** What was made, as the API answered, and what could not be, a sentence each. */
export interface CarriedOut {
  repo: Schemas['Repo'] | null;
  targets: Schemas['Target'][];
  delivery: Schemas['Delivery'] | null;
  mirrors: Schemas['PushMirror'][];
  failed: string[];
}

/** Tells each thing as it is made. Throws CliError if the repository cannot be added. */
export async function carryOut(api: Api, plan: Plan, tell: typeof say): Promise<CarriedOut> {
  const done: CarriedOut = { repo: null, targets: [], delivery: null, mirrors: [], failed: [] };
  if (plan.repo?.id === null) {
    const body: Schemas['NewRepo'] = { path: plan.repo.path, org: plan.org, name: plan.repo.name };
    done.repo = await answer(api, api.client.POST('/api/v1/repos', { body }));
    tell('Added repository ', { text: nameOf(done.repo), colour: 'bold' });
  }
  const repo = plan.repo?.id ?? done.repo?.id ?? null;
  const targetIds = plan.targets.flatMap(({ id }) => id ?? []);
  for (const { id, body } of plan.targets) {
    if (id !== null) continue;
    const made = await attempt(`target ${body.name}`, done.failed, () =>
      answer(api, api.client.POST('/api/v1/targets', { body })),
    );
    if (!made) continue;
    done.targets.push(made);
    targetIds.push(made.id);
    tellTarget(made, tell);
  }
  if (repo && plan.delivery && !plan.delivery.isThere) {
    const body: Schemas['NewDelivery'] = { ...plan.delivery.body, repo_id: repo, target_ids: targetIds };
    // Made with some of its targets it would be in the way of the whole one when this is run again.
    if (targetIds.length < plan.targets.length) done.failed.push('the delivery: it is made once all its targets are.');
    else
      done.delivery = await attempt('the delivery', done.failed, () =>
        answer(api, api.client.POST('/api/v1/deliveries', { body })),
      );
    if (done.delivery) tell('Made delivery ', { text: done.delivery.id, colour: 'bold' });
  }
  for (const { isThere, body } of plan.mirrors) {
    if (isThere || repo === null) continue;
    const params = { path: { id: repo } };
    const made = await attempt(`the push mirror ${body.url}`, done.failed, () =>
      answer(api, api.client.POST('/api/v1/repos/{id}/push-mirrors', { params, body })),
    );
    if (!made) continue;
    done.mirrors.push(made);
    tell('Made push mirror ', { text: made.url, colour: 'bold' });
  }
  return done;
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

function tellTarget(target: Schemas['Target'], tell: typeof say): void {
  tell(
    'Made target ',
    { text: target.name, colour: 'bold' },
    ` (${target.address}). Let its key in there, in ~/.ssh/authorized_keys:`,
  );
  tell(`  ${target.public_key}`);
  note(`Then try it: freshet targets test ${target.name}`);
}
