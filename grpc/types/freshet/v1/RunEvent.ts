// Original file: grpc/freshet/v1/git_repositories.proto

import type { Run as _freshet_v1_Run, Run__Output as _freshet_v1_Run__Output } from '../../freshet/v1/Run';

export interface RunEvent {
  'kind'?: (string);
  'run'?: (_freshet_v1_Run | null);
  'position'?: (string);
}

export interface RunEvent__Output {
  'kind': (string);
  'run': (_freshet_v1_Run__Output | null);
  'position': (string);
}
