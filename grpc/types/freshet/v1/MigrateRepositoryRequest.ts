// Original file: grpc/freshet/v1/git_repositories.proto


export interface MigrateRepositoryRequest {
  'repository_id'?: (number);
  'source_url'?: (string);
  'force'?: (boolean);
}

export interface MigrateRepositoryRequest__Output {
  'repository_id': (number);
  'source_url': (string);
  'force': (boolean);
}
