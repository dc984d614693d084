// Before each test file: files share a process, and none may see what another has set or counted.
import { vi } from 'vitest';
import { forgetEnv } from '@/lib/env';

/** What is dear to start and says nothing of who used it before. */
const KEPT = new Set([
  'freshetLauncher',
  'freshetWorkers',
  'freshetRenderers',
  'freshetTestDatabases',
  'freshetFirstEnv',
]);

const holder = globalThis as typeof globalThis & { freshetFirstEnv?: NodeJS.ProcessEnv } & Record<string, unknown>;
holder.freshetFirstEnv ??= { ...process.env };
const first = holder.freshetFirstEnv;

vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
for (const name of Object.keys(process.env)) if (!(name in first)) delete process.env[name];
Object.assign(process.env, first);
forgetEnv();
for (const name of Object.keys(holder)) if (name.startsWith('freshet') && !KEPT.has(name)) delete holder[name];
