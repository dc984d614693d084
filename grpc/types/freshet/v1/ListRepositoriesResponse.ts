// Original file: grpc/freshet/v1/git_repositories.proto

import type { Repository as _freshet_v1_Repository, Repository__Output as _freshet_v1_Repository__Output } from '../../freshet/v1/Repository';

export interface ListRepositoriesResponse {
  'repositories'?: (_freshet_v1_Repository)[];
  'next_page_token'?: (string);
}

export interface ListRepositoriesResponse__Output {
  'repositories': (_freshet_v1_Repository__Output)[];
  'next_page_token': (string);
}
