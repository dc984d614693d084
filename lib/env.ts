// The environment, parsed once. A wrong value stops the start with a sentence that names it.
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { readAuthorities } from './ca-file';
import { readTlsFiles } from './tls-files';

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('0')
  .transform((value) => value === '1' || value === 'true');
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
/** An address, or a name with one in angle brackets; nothing that could end a header or begin another. */
const MAIL_SENDER = /^(?:[^\p{Cc}<>@",;:\\]{0,100}<[^\p{Cc}\s<>@",;]+@[a-z0-9.-]+>|[^\p{Cc}\s<>@",;]+@[a-z0-9.-]+)$/iu;
/** Where a proxy listens, and nothing beside that. The value may hold a password: no message repeats it. */
const isProxyAddress = (value: string) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && hostname !== '' && pathname === '/' && search === '' && hash === '';
};
/** Units in a minute; 0: no limit. */
const perMinute = (fallback: number) => z.coerce.number().int().min(0).max(10_000_000).default(fallback);
const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const schema = z.object({
  PORT: z.coerce.number('needs a whole number from 0 to 65535').int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  FRESHET_DATA_DIR: z.string().min(1).default('.freshet'),
  FRESHET_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  FRESHET_TRUSTED_PROXIES: list.refine(
    (value) => value.every((range) => ipaddr.isValid(range) || ipaddr.isValidCIDR(range)),
    'needs addresses or ranges such as 10.0.0.0/8, separated by commas',
  ),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  FRESHET_AUTH: z.enum(['accounts', 'disabled']).default('accounts'),
  FRESHET_READ_ONLY: flag,
  FRESHET_ALLOWED_HOSTS: list,
  FRESHET_LOCAL_ROOTS: list,
  FRESHET_CA_FILE: z.string().min(1).optional(),
  FRESHET_PROXY: z
    .string()
    .refine(isProxyAddress, 'needs an address such as http://user:password@proxy.example.com:3128')
    .optional(),
  FRESHET_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  FRESHET_ADMIN_EMAIL: z.email().optional(),
  FRESHET_ADMIN_PASSWORD: z.string().min(12, 'needs at least 12 characters').optional(),
  FRESHET_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'needs at least 16 characters, letters, digits and signs alone')
    .optional(),
  FRESHET_GRPC_PORT: z.coerce.number('needs a whole number from 0 to 65535').int().min(0).max(65535).optional(),
  FRESHET_GRPC_TLS_CERT: z.string().min(1).optional(),
  FRESHET_GRPC_TLS_KEY: z.string().min(1).optional(),
  FRESHET_BIN_DAYS: z.coerce.number('needs a number of days').min(0).max(3650).default(7),
  FRESHET_AUDIT_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  FRESHET_LIMIT_VISITOR: perMinute(6000),
  FRESHET_LIMIT_PERSON: perMinute(12_000),
  FRESHET_LIMIT_TOKEN: perMinute(12_000),
  FRESHET_SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./, error: 'needs an address such as smtp://user:password@host:587' })
    .optional(),
  FRESHET_MAIL_FROM: z
    .string()
    .regex(MAIL_SENDER, 'needs an e-mail address, or a name with one: Freshet <freshet@example.com>')
    .optional(),
  FRESHET_CONCURRENT_SYNCS: z.coerce.number().int().min(1).max(64).default(2),
  FRESHET_CONCURRENT_DELIVERIES: z.coerce.number().int().min(1).max(64).default(8),
  FRESHET_FETCH_TIMEOUT_SECONDS: seconds(300),
  FRESHET_RUN_TIMEOUT_SECONDS: seconds(1800),
  FRESHET_MAX_REPO_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(10 * 1024 ** 3),
  FRESHET_ORG_QUOTA_BYTES: z.coerce.number().int().positive().optional(),
  FRESHET_SERVER_QUOTA_BYTES: z.coerce.number().int().positive().optional(),
  FRESHET_ORPHAN_HOURS: z.coerce.number().positive().max(87_600).default(72),
  FRESHET_MAX_FILE_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 2),
  FRESHET_SEARCH_TIMEOUT_SECONDS: z.coerce.number().positive().max(10).default(1),
  FRESHET_MAX_FILES: z.coerce.number().int().positive().default(500_000),
  FRESHET_MAX_REFS: z.coerce.number().int().positive().default(100_000),
  FRESHET_GIT_MEMORY_BYTES: z.coerce
    .number()
    .int()
    .min(64 * 1024 ** 2, 'needs 64 MiB (67108864) at least')
    .optional(),
  FRESHET_SLOW_FETCH_BYTES_PER_SECOND: z.coerce.number().int().min(0).default(1024),
  FRESHET_SLOW_FETCH_SECONDS: seconds(90),
  FRESHET_MAX_PUSH_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
  FRESHET_SERVE_TIMEOUT_SECONDS: seconds(3600).pipe(z.number().max(21_600, 'needs six hours (21600) at most')),
  FRESHET_SLOW_CLIENT_SECONDS: seconds(60),
  FRESHET_RETRY_SECONDS: z
    .string()
    .default('60,120,240')
    .transform((value) => value.split(',').map(Number))
    .refine((value) => value.every((n) => Number.isFinite(n) && n >= 0), 'needs seconds, separated by commas'),
  FRESHET_EMBEDDINGS_URL: z.url({ protocol: /^https?$/ }).optional(),
  FRESHET_EMBEDDINGS_MODEL: z.string().min(1).optional(),
  FRESHET_EMBEDDINGS_DIMENSIONS: z.coerce.number().int().min(1).max(4000).optional(),
  FRESHET_EMBEDDINGS_KEY: z.string().min(1).optional(),
  FRESHET_GITHUB_ID: z.string().min(1).optional(),
  FRESHET_GITHUB_SECRET: z.string().min(1).optional(),
  FRESHET_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  FRESHET_OIDC_ID: z.string().min(1).optional(),
  FRESHET_OIDC_SECRET: z.string().min(1).optional(),
  FRESHET_OIDC_NAME: z.string().min(1).default('Single sign-on'),
  INNGEST_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  INNGEST_EVENT_KEY: z.string().min(1).optional(),
  INNGEST_SIGNING_KEY: z.string().min(1).optional(),
  INNGEST_DEV: z.string().min(1).optional(),
});

/** Every variable that is read. */
export function settingNames(): string[] {
  return Object.keys(schema.shape);
}

export type Env = ReturnType<typeof parseEnv>;

/**
 * Parses and checks an environment; empty values count as unset.
 * Throws an Error whose message names every wrong variable and what it needs.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment has a wrong value. ${sentences.join('; ')}.`);
  }
  const v = parsed.data;
  if (v.FRESHET_AUTH === 'disabled' && !['127.0.0.1', '::1', 'localhost'].includes(v.HOST)) {
    throw new Error(
      `FRESHET_AUTH=disabled is for loopback alone, but HOST is ${v.HOST}. Use accounts, or HOST=127.0.0.1.`,
    );
  }
  if ((v.FRESHET_ADMIN_EMAIL === undefined) !== (v.FRESHET_ADMIN_PASSWORD === undefined)) {
    throw new Error('FRESHET_ADMIN_EMAIL and FRESHET_ADMIN_PASSWORD belong together: set both or neither.');
  }
  if ((v.FRESHET_GRPC_TLS_CERT === undefined) !== (v.FRESHET_GRPC_TLS_KEY === undefined)) {
    throw new Error('FRESHET_GRPC_TLS_CERT and FRESHET_GRPC_TLS_KEY belong together: set both or neither.');
  }
  if ((v.FRESHET_SMTP_URL === undefined) !== (v.FRESHET_MAIL_FROM === undefined)) {
    throw new Error('FRESHET_SMTP_URL and FRESHET_MAIL_FROM belong together: set both or neither.');
  }
  if (v.FRESHET_EMBEDDINGS_URL && !(v.FRESHET_EMBEDDINGS_MODEL && v.FRESHET_EMBEDDINGS_DIMENSIONS)) {
    throw new Error(
      'FRESHET_EMBEDDINGS_URL needs FRESHET_EMBEDDINGS_MODEL and FRESHET_EMBEDDINGS_DIMENSIONS beside it.',
    );
  }
  return {
    port: v.PORT,
    host: v.HOST,
    dataDir: path.resolve(v.FRESHET_DATA_DIR),
    publicUrl: v.FRESHET_PUBLIC_URL,
    trustedProxies: v.FRESHET_TRUSTED_PROXIES,
    databaseUrl: v.DATABASE_URL,
    auth: v.FRESHET_AUTH,
    readOnly: v.FRESHET_READ_ONLY,
    allowedHosts: v.FRESHET_ALLOWED_HOSTS,
    /** A company's own certificates (PEM), trusted beside the system's. */
    authorities: v.FRESHET_CA_FILE === undefined ? undefined : readAuthorities(path.resolve(v.FRESHET_CA_FILE)),
    /** The way to whatever is public. The URL may hold a password: it is never logged. */
    proxy: v.FRESHET_PROXY,
    localRoots: v.FRESHET_LOCAL_ROOTS.map((root) => path.resolve(root)),
    secret: v.FRESHET_SECRET,
    admin:
      v.FRESHET_ADMIN_EMAIL && v.FRESHET_ADMIN_PASSWORD
        ? { email: v.FRESHET_ADMIN_EMAIL, password: v.FRESHET_ADMIN_PASSWORD }
        : undefined,
    metricsToken: v.FRESHET_METRICS_TOKEN,
    /** Where gRPC is served, with TLS or to this machine alone; undefined if it is not. */
    grpc: grpcOf(v),
    /** How long what was deleted lies in the bin; 0: it is removed at once. */
    binDays: v.FRESHET_BIN_DAYS,
    /** How long the audit log is kept. */
    auditDays: v.FRESHET_AUDIT_DAYS,
    /** Units that one caller may ask for in a minute; 0: no limit. */
    limits: { visitor: v.FRESHET_LIMIT_VISITOR, person: v.FRESHET_LIMIT_PERSON, token: v.FRESHET_LIMIT_TOKEN },
    /** How e-mail leaves; undefined if it does not. The URL holds a password: it is never logged. */
    mail:
      v.FRESHET_SMTP_URL && v.FRESHET_MAIL_FROM
        ? { smtpUrl: v.FRESHET_SMTP_URL, from: v.FRESHET_MAIL_FROM }
        : undefined,
    concurrentSyncs: v.FRESHET_CONCURRENT_SYNCS,
    concurrentDeliveries: v.FRESHET_CONCURRENT_DELIVERIES,
    fetchTimeoutMs: v.FRESHET_FETCH_TIMEOUT_SECONDS * 1000,
    runTimeoutMs: v.FRESHET_RUN_TIMEOUT_SECONDS * 1000,
    maxRepoBytes: v.FRESHET_MAX_REPO_BYTES,
    /** What the repositories of one organisation, and all together, may take on the disk; undefined: no limit. */
    quotas: { org: v.FRESHET_ORG_QUOTA_BYTES, server: v.FRESHET_SERVER_QUOTA_BYTES },
    /** How long a folder that belongs to no repository is kept. */
    orphanMs: v.FRESHET_ORPHAN_HOURS * 3_600_000,
    maxFileBytes: v.FRESHET_MAX_FILE_BYTES,
    /** How long a search may take that does not say so itself. */
    searchTimeoutMs: v.FRESHET_SEARCH_TIMEOUT_SECONDS * 1000,
    maxFiles: v.FRESHET_MAX_FILES,
    maxRefs: v.FRESHET_MAX_REFS,
    /** What one git may have of memory; undefined for a share of the machine's. */
    gitMemoryBytes: v.FRESHET_GIT_MEMORY_BYTES,
    /** A fetch that brings less than this for so long is given up; 0 bytes: never. */
    slowFetch: { bytesPerSecond: v.FRESHET_SLOW_FETCH_BYTES_PER_SECOND, ms: v.FRESHET_SLOW_FETCH_SECONDS * 1000 },
    /** For other gits that clone, fetch and push: how long one answer may take, and how long a client may keep us waiting. */
    gitServing: {
      timeoutMs: v.FRESHET_SERVE_TIMEOUT_SECONDS * 1000,
      slowMs: v.FRESHET_SLOW_CLIENT_SECONDS * 1000,
      maxPushBytes: v.FRESHET_MAX_PUSH_BYTES,
    },
    retrySeconds: v.FRESHET_RETRY_SECONDS,
    embeddings:
      v.FRESHET_EMBEDDINGS_URL && v.FRESHET_EMBEDDINGS_MODEL && v.FRESHET_EMBEDDINGS_DIMENSIONS
        ? {
            url: v.FRESHET_EMBEDDINGS_URL,
            model: v.FRESHET_EMBEDDINGS_MODEL,
            dimensions: v.FRESHET_EMBEDDINGS_DIMENSIONS,
            key: v.FRESHET_EMBEDDINGS_KEY,
          }
        : undefined,
    github:
      v.FRESHET_GITHUB_ID && v.FRESHET_GITHUB_SECRET
        ? { id: v.FRESHET_GITHUB_ID, secret: v.FRESHET_GITHUB_SECRET }
        : undefined,
    oidc:
      v.FRESHET_OIDC_ISSUER && v.FRESHET_OIDC_ID && v.FRESHET_OIDC_SECRET
        ? {
            issuer: v.FRESHET_OIDC_ISSUER,
            id: v.FRESHET_OIDC_ID,
            secret: v.FRESHET_OIDC_SECRET,
            name: v.FRESHET_OIDC_NAME,
          }
        : undefined,
    inngest: {
      baseUrl: v.INNGEST_BASE_URL,
      eventKey: v.INNGEST_EVENT_KEY,
      signingKey: v.INNGEST_SIGNING_KEY,
      /** A development server, whose calls are not signed. */
      isDev: v.INNGEST_DEV !== undefined && !['0', 'false'].includes(v.INNGEST_DEV),
      /** True if a real Inngest server or cloud drives the functions instead of the embedded runner. */
      external: Boolean(v.INNGEST_BASE_URL || v.INNGEST_EVENT_KEY || v.INNGEST_SIGNING_KEY),
    },
  };
}

type Values = z.infer<typeof schema>;

function grpcOf({ FRESHET_GRPC_PORT: port, FRESHET_GRPC_TLS_CERT: cert, FRESHET_GRPC_TLS_KEY: key, HOST }: Values) {
  if (port === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    return { port, host: HOST === '::1' ? HOST : '127.0.0.1', tls: undefined };
  }
  const files = { cert: path.resolve(cert), key: path.resolve(key) };
  const names = { cert: 'FRESHET_GRPC_TLS_CERT', key: 'FRESHET_GRPC_TLS_KEY' };
  return { port, host: HOST, tls: readTlsFiles(files, names) };
}

let parsed: Env | undefined;

/** The process's environment, parsed on first use. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** For tests, whose files share a process: parses again what they have set when it is asked for next. */
export function forgetEnv(): void {
  parsed = undefined;
}
