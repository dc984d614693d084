// Original file: grpc/freshet/v1/git_repositories.proto


export interface MigrationResponse {
  'repository_id'?: (number);
  'status'?: (string);
  'message'?: (string);
  'task_id'?: (string);
}

export interface MigrationResponse__Output {
  'repository_id': (number);
  'status': (string);
  'message': (string);
  'task_id': (string);
}
