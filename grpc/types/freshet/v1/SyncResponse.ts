// Original file: grpc/freshet/v1/git_repositories.proto


export interface SyncResponse {
  'repository_id'?: (number);
  'status'?: (string);
  'commits_synced'?: (number);
  'message'?: (string);
  'task_id'?: (string);
}

export interface SyncResponse__Output {
  'repository_id': (number);
  'status': (string);
  'commits_synced': (number);
  'message': (string);
  'task_id': (string);
}
