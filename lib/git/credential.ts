// What git signs in with at a remote, opened: it lives as long as one command and is written nowhere.
import type { SourceType } from '@/db/schema';

export type GitCredential =
  /** `sourceType`: the kind of host, which decides the user name beside it; without one the host's name does. */
  | { kind: 'token'; token: string; sourceType?: SourceType | null | undefined }
  | { kind: 'password'; user: string; password: string }
  /** PKCS #8, PEM. */
  | { kind: 'ssh_key'; privateKey: string };
