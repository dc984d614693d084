// Original file: grpc/freshet/v1/git_repositories.proto


export interface WatchRunRequest {
  'run_id'?: (string);
  'after'?: (string);
}

export interface WatchRunRequest__Output {
  'run_id': (string);
  'after': (string);
}
