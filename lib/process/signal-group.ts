// Signals every process of a group.

/** Does nothing where the group, named by its leader's `pid`, is gone already. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}
