// The context of engine functions: Freshet itself is the actor.
import { database } from '@/db/client';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { engine } from './start';

/** Returns the context in which runs, repairs and deletions work. */
export function systemContext(): Context {
  return { actor: { kind: 'system' }, db: database(), env: env(), log, send: (event) => engine().send(event) };
}
