// Every function the engine drives.
import { deleteRepo } from './delete-repo';
import { deliver } from './deliver';
import { deliverTarget } from './deliver-target';
import { followUp } from './follow-up';
import { maintain } from './maintain';
import { notify } from './notify';
import { pushMirror } from './push-mirror';
import { reembed } from './reembed';
import { scanSecrets } from './scan-secrets';
import { schedule } from './schedule';
import { sweep } from './sweep';
import { syncConnection } from './sync-connection';
import { syncRepo } from './sync-repo';
import { verifyDelivery } from './verify-delivery';

export const functions = [
  syncRepo,
  followUp,
  pushMirror,
  scanSecrets,
  deliver,
  deliverTarget,
  deleteRepo,
  reembed,
  schedule,
  sweep,
  notify,
  maintain,
  syncConnection,
  verifyDelivery,
];
