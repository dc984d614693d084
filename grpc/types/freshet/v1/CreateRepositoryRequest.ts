// Original file: grpc/freshet/v1/git_repositories.proto


export interface CreateRepositoryRequest {
  'name'?: (string);
  'description'?: (string);
  'source_url'?: (string);
  'source_type'?: (string);
  'organisation_id'?: (number);
  'is_public'?: (boolean);
}

export interface CreateRepositoryRequest__Output {
  'name': (string);
  'description': (string);
  'source_url': (string);
  'source_type': (string);
  'organisation_id': (number);
  'is_public': (boolean);
}
