// Every function the engine drives.
import { deleteRepo } from './delete-repo';
import { followUp } from './follow-up';
import { maintain } from './maintain';
import { notify } from './notify';
import { pushMirror } from './push-mirror';
import { reembed } from './reembed';
import { schedule } from './schedule';
import { sweep } from './sweep';
import { syncRepo } from './sync-repo';

export const functions = [syncRepo, followUp, pushMirror, deleteRepo, reembed, schedule, sweep, notify, maintain];
