// Original file: grpc/freshet/v1/git_repositories.proto

import type { Repository as _freshet_v1_Repository, Repository__Output as _freshet_v1_Repository__Output } from '../../freshet/v1/Repository';

export interface RepositoryResponse {
  'repository'?: (_freshet_v1_Repository | null);
  'message'?: (string);
}

export interface RepositoryResponse__Output {
  'repository': (_freshet_v1_Repository__Output | null);
  'message': (string);
}
