// Original file: grpc/freshet/v1/git_repositories.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp';
import type { Long } from '@grpc/proto-loader';

export interface Run {
  'id'?: (string);
  'repository_id'?: (number);
  'trigger'?: (string);
  'status'?: (string);
  'stage'?: (string);
  'progress_done'?: (number | string | Long);
  'progress_total'?: (number | string | Long);
  'progress_unit'?: (string);
  'commits_synced'?: (number);
  'files_added'?: (number);
  'files_changed'?: (number);
  'files_removed'?: (number);
  'bytes_indexed'?: (number | string | Long);
  'attempts'?: (number);
  'error'?: (string);
  'error_kind'?: (string);
  'old_head'?: (string);
  'new_head'?: (string);
  'created_at'?: (_google_protobuf_Timestamp | null);
  'started_at'?: (_google_protobuf_Timestamp | null);
  'published_at'?: (_google_protobuf_Timestamp | null);
  'ended_at'?: (_google_protobuf_Timestamp | null);
}

export interface Run__Output {
  'id': (string);
  'repository_id': (number);
  'trigger': (string);
  'status': (string);
  'stage': (string);
  'progress_done': (number);
  'progress_total': (number);
  'progress_unit': (string);
  'commits_synced': (number);
  'files_added': (number);
  'files_changed': (number);
  'files_removed': (number);
  'bytes_indexed': (number);
  'attempts': (number);
  'error': (string);
  'error_kind': (string);
  'old_head': (string);
  'new_head': (string);
  'created_at': (_google_protobuf_Timestamp__Output | null);
  'started_at': (_google_protobuf_Timestamp__Output | null);
  'published_at': (_google_protobuf_Timestamp__Output | null);
  'ended_at': (_google_protobuf_Timestamp__Output | null);
}
