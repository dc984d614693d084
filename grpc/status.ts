// What a caller is told of an error: a standard status code, the sentence, and the details that clients read by machine.
import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { type AppError, type ErrorCode, toAppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { protoRoot } from './proto';

const CODES: Record<ErrorCode, status> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  conflict: status.ABORTED,
  limit: status.RESOURCE_EXHAUSTED,
  upstream: status.UNAVAILABLE,
  internal: status.INTERNAL,
};

const DOMAIN = 'freshet';
const DETAILS = 'grpc-status-details-bin';

/** The status of an error; one that nobody expected goes to the log with its cause, and the caller hears a neutral one. */
export function statusOf(error: unknown, method: string): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  if (isStatus(error)) return { code: error.code, details: error.details, metadata: error.metadata };
  const known = toAppError(error);
  const code = codeOf(known);
  if (code === status.INTERNAL) log.error({ err: known, method }, 'a gRPC call failed');
  const metadata = new Metadata();
  metadata.set(DETAILS, encode(known, code));
  return { code, details: known.message, metadata };
}

function isStatus(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error;
}

/** As HTTP answers: what is in the way has a name of its own, and what another try may get is no error of ours. */
function codeOf({ code, kind, repoId, retryAfterSeconds }: AppError): status {
  if (code === 'conflict' && repoId !== undefined) return status.ALREADY_EXISTS;
  const isPassing = retryAfterSeconds !== undefined || ['corrupt', 'disk', 'timeout'].includes(kind ?? '');
  if (code === 'internal' && isPassing) return status.UNAVAILABLE;
  return CODES[code];
}

let types: protobuf.Root | undefined;

/** google.rpc.Status with an ErrorInfo, whose reason is our code, and a RetryInfo if it is worth trying again. */
function encode(error: AppError, code: status): Buffer {
  types ??= new protobuf.Root().loadSync(`${protoRoot()}/google/rpc/status.proto`, { keepCase: true });
  const { kind, repoId, retryable, retryAfterSeconds } = error;
  const info = {
    reason: error.code.toUpperCase(),
    domain: DOMAIN,
    metadata: {
      retryable: String(retryable),
      ...(kind === undefined ? {} : { kind }),
      ...(repoId === undefined ? {} : { repository_uuid: repoId }),
    },
  };
  const details = [any(types, 'google.rpc.ErrorInfo', info)];
  if (retryAfterSeconds !== undefined) {
    const delay = { seconds: Math.ceil(retryAfterSeconds), nanos: 0 };
    details.push(any(types, 'google.rpc.RetryInfo', { retry_delay: delay }));
  }
  const type = types.lookupType('google.rpc.Status');
  return Buffer.from(type.encode(type.fromObject({ code, message: error.message, details })).finish());
}

function any(root: protobuf.Root, name: string, value: Record<string, unknown>) {
  const type = root.lookupType(name);
  return { type_url: `type.googleapis.com/${name}`, value: type.encode(type.fromObject(value)).finish() };
}
