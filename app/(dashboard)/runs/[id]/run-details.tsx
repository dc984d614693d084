// What git said last at each attempt that failed, for who wants to know more than the sentence.
import type { Run } from '@/lib/runs/run';

export function RunDetails({ attempts }: { attempts: Run['attempt_history'] }) {
  const told = attempts.filter(({ details }) => details !== null);
  if (told.length === 0) return null;
  return (
    <section className="-mt-4 mb-8 space-y-2">
      {told.map(({ number, details }) => (
        <details key={number} className="rounded-lg border border-line bg-surface px-4 py-2">
          <summary className="cursor-pointer text-xs text-muted hover:text-ink">
            Details: what git said{attempts.length > 1 && ` at attempt ${number}`}
          </summary>
          <pre className="mt-2 max-h-80 overflow-auto pb-1 font-mono text-2xs whitespace-pre-wrap [overflow-wrap:anywhere]">
            <bdi>{details}</bdi>
          </pre>
        </details>
      ))}
    </section>
  );
}
