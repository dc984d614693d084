// Original file: grpc/freshet/v1/git_repositories.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp';
import type { Long } from '@grpc/proto-loader';

export interface Repository {
  'id'?: (number);
  'name'?: (string);
  'description'?: (string);
  'source_url'?: (string);
  'source_type'?: (string);
  'organisation_id'?: (number);
  'is_public'?: (boolean);
  'status'?: (string);
  'error'?: (string);
  'kind'?: (string);
  'organisation'?: (string);
  'default_branch'?: (string);
  'head_commit'?: (string);
  'added_at'?: (_google_protobuf_Timestamp | null);
  'indexed_at'?: (_google_protobuf_Timestamp | null);
  'checked_at'?: (_google_protobuf_Timestamp | null);
  'file_count'?: (number | string | Long);
  'size_bytes'?: (number | string | Long);
  'uuid'?: (string);
  'active_task_id'?: (string);
}

export interface Repository__Output {
  'id': (number);
  'name': (string);
  'description': (string);
  'source_url': (string);
  'source_type': (string);
  'organisation_id': (number);
  'is_public': (boolean);
  'status': (string);
  'error': (string);
  'kind': (string);
  'organisation': (string);
  'default_branch': (string);
  'head_commit': (string);
  'added_at': (_google_protobuf_Timestamp__Output | null);
  'indexed_at': (_google_protobuf_Timestamp__Output | null);
  'checked_at': (_google_protobuf_Timestamp__Output | null);
  'file_count': (number);
  'size_bytes': (number);
  'uuid': (string);
  'active_task_id': (string);
}
