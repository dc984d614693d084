// Why a server was not reached, in words and with what to do.
import { CliError, EXIT } from '../errors';

const REASONS: Record<string, (url: URL) => string> = {
  ECONNREFUSED: (url) => `Nobody answers at ${url.origin}. Is Freshet running there, and is the address right?`,
  ENOTFOUND: (url) => `There is no host ${url.hostname}. Check the address (freshet login, FRESHET_URL).`,
  EAI_AGAIN: (url) => `The name ${url.hostname} could not be looked up. Check the network, and try again.`,
  ETIMEDOUT: (url) => `${url.origin} does not answer. Try again; if it stays so, look whether the server is well.`,
  ECONNRESET: (url) => `${url.origin} broke the connection off. Try again.`,
  EPIPE: (url) => `${url.origin} broke the connection off. Try again.`,
  EHOSTUNREACH: (url) => `There is no way to ${url.hostname} from here. Check the network.`,
  ENETUNREACH: (url) => `There is no way to ${url.hostname} from here. Check the network.`,
  CERT_HAS_EXPIRED: (url) => `The certificate of ${url.hostname} has expired. Whoever runs the server has to renew it.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (url) =>
    `The certificate that ${url.hostname} shows is for another name. Check the address.`,
};

const UNTRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** A CliError that says what came in the way of a request to `url`. One that is that already stays as it is. */
export function explainFailure(cause: unknown, url: URL): CliError {
  if (cause instanceof CliError) return cause;
  const { code = '', message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
  const inner = cause instanceof AggregateError ? (cause.errors[0] as { code?: string } | undefined)?.code : undefined;
  const reason = REASONS[code] ?? REASONS[inner ?? ''];
  if (reason) return new CliError(EXIT.failed, reason(url), { cause });
  if (UNTRUSTED.includes(code)) {
    return new CliError(
      EXIT.failed,
      `The certificate of ${url.hostname} is signed by nobody who is known here. If it is your own authority, name its ` +
        'certificate: NODE_EXTRA_CA_CERTS=/path/ca.pem freshet …',
      { cause },
    );
  }
  if (code.startsWith('HPE_') || code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return new CliError(
      EXIT.failed,
      `What answers at ${url.origin} does not speak ${url.protocol.slice(0, -1)}. Check the address.`,
      { cause },
    );
  }
  return new CliError(EXIT.failed, `The request to ${url.origin} failed: ${message}`, { cause });
}
