// Scans with gitleaks: files are laid out in a folder of ours, and one gitleaks reads many at once. What it says of the
// secrets themselves is read from its output, made into fingerprints, and forgotten.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { type ProcessGroup, startGroup } from '@/lib/process/process-group';
import type { Gitleaks } from './find-gitleaks';
import { fingerprintOf } from './fingerprint';
import { OWN_RULES } from './gitleaks-config';
import { LayOut } from './lay-out';
import {
  plainWords,
  type RawFinding,
  type ScanEntry,
  type Scanner,
  type ScanOptions,
  type ScanSession,
} from './scanner';

/** What one gitleaks reads at most, unless a single file is larger. */
const MOST_FILES = 2500;
const MOST_BYTES = 64 * 1024 ** 2;
const MEMORY_BYTES = 2048 * 1024 ** 2;
const MOST_REPORT_BYTES = 64 * 1024 ** 2;
/** Tells findings from failures, for which gitleaks ends with 1. */
const FOUND = 77;

const reportSchema = z.array(
  z.object({
    RuleID: z.string(),
    Description: z.string(),
    StartLine: z.int(),
    File: z.string(),
    Secret: z.string(),
    Match: z.string(),
  }),
);

export function gitleaksScanner(gitleaks: Gitleaks): Scanner {
  return {
    name: 'gitleaks',
    version: gitleaks.version,
    key: gitleaks.key,
    async open(options) {
      if (gitleaks.problem !== null) throw new AppError('internal', gitleaks.problem, { kind: 'internal' });
      return new GitleaksSession(gitleaks.path, options);
    },
  };
}

class GitleaksSession implements ScanSession {
  #laid: LayOut | null = null;
  #entries: ScanEntry[] = [];

  constructor(
    private readonly program: string,
    private readonly options: ScanOptions,
  ) {}

  async add(entry: ScanEntry, pieces: Parameters<ScanSession['add']>[1]): Promise<void> {
    if (this.#laid?.collides(entry)) await this.finish();
    this.#laid ??= await LayOut.make();
    await this.#laid.add(entry, pieces);
    this.#entries.push(entry);
    if (this.#entries.length >= MOST_FILES || this.#laid.bytes >= MOST_BYTES) await this.finish();
  }

  async finish(): Promise<void> {
    const laid = this.#laid;
    if (laid === null) return;
    const findings = readReport(await this.#run(laid), laid, this.options.key);
    const entries = this.#entries;
    await this.close();
    this.options.onScanned(entries, findings);
  }

  async close(): Promise<void> {
    const laid = this.#laid;
    this.#laid = null;
    this.#entries = [];
    await laid?.close();
  }

  async #run(laid: LayOut): Promise<string> {
    this.options.signal.throwIfAborted();
    const config = path.join(laid.folder, 'rules.toml');
    await writeFile(config, this.options.config ?? OWN_RULES, { mode: 0o600 }).catch((error: unknown) => {
      throw diskError(error);
    });
    const args = ['dir', '.', '--config', config, '--report-format', 'json', '--report-path', '-', '--no-banner'];
    args.push('--no-color', '--log-level', 'error', '--exit-code', String(FOUND));
    // Lines of the tree that say which findings not to tell, by file and line: another secret there would pass as well.
    args.push('--gitleaks-ignore-path', path.join(laid.folder, 'none'));
    const group = await startGroup(this.program, args, {
      env: { PATH: process.env.PATH ?? '', HOME: laid.folder, TMPDIR: laid.folder },
      cwd: laid.root,
      signal: this.options.signal,
      isPatient: true,
      memoryBytes: MEMORY_BYTES,
    }).catch((cause: unknown) => {
      throw new AppError('internal', 'gitleaks could not be started.', { kind: 'internal', cause });
    });
    group.stdin.end();
    return await reportOf(group, this.options.config !== null);
  }
}

/** Throws AppError unless it ended as it does after a whole scan. None of what it said is repeated: it may quote secrets. */
async function reportOf(group: ProcessGroup, hasConfig: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  group.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_REPORT_BYTES) chunks.push(chunk);
    else group.stop(new AppError('limit', 'gitleaks found more than can be listed.', { kind: 'too_large' }));
  });
  const { exitCode, signal, stopped, stderr } = await group.exited;
  if (stopped !== undefined) throw stopped;
  if (exitCode === 0 || exitCode === FOUND) return Buffer.concat(chunks).toString('utf8');
  // 2 is Go's own, for a pattern that is none.
  if ((exitCode === 1 || exitCode === 2) && hasConfig && /config|toml|regex|rule/i.test(stderr)) {
    throw failed("gitleaks could not read the repository's configuration for it");
  }
  throw failed(signal === null ? `gitleaks ended with the exit code ${exitCode}` : `gitleaks was ended by ${signal}`);
}

function readReport(text: string, laid: LayOut, key: Buffer): RawFinding[] {
  let report: z.infer<typeof reportSchema>;
  try {
    // It writes `null` or nothing where it has none.
    report = reportSchema.parse(JSON.parse(text) ?? []);
  } catch {
    // The cause would quote what was found.
    throw failed('gitleaks did not answer with a list of findings');
  }
  return report.map((one) => {
    const at = laid.whatIs(one.File, one.StartLine);
    if (at === null) throw failed('gitleaks told of a file that it was not given');
    const rule = plainWords(one.RuleID, 100) || 'unnamed';
    return {
      ...at,
      rule,
      title: plainWords(one.Description, 300) || rule,
      fingerprint: fingerprintOf(key, { rule, path: at.entry.path, secret: one.Secret || one.Match }),
    };
  });
}

function failed(what: string): AppError {
  return new AppError('internal', `${what}, so it is not known whether there are secrets.`, { kind: 'internal' });
}
