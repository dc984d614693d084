// Next calls this once when the server starts; what it starts needs Node.
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { startFreshet } = await import('./instrumentation-node');
  await startFreshet();
}
