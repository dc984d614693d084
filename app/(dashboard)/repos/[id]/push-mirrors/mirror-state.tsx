// How a push mirror stands: in words, and with a bar while it pushes.
'use client';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatCount, formatPlural } from '@/app/_format';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';

export function MirrorState({ mirror }: { mirror: PushMirror }) {
  const { status, progress } = mirror;
  return (
    <div className="mt-1 grid gap-1 text-xs">
      <p>
        <Words mirror={mirror} />
      </p>
      {status === 'pushing' && progress !== null && progress.total > 0 && (
        <progress
          className="bar"
          aria-label={`Push to ${mirror.url}`}
          value={Math.min(progress.done, progress.total)}
          max={progress.total}
        />
      )}
    </div>
  );
}

function Words({ mirror }: { mirror: PushMirror }) {
  const { status, progress, pushed_at: pushedAt, refs_moved: moved } = mirror;
  if (status === 'queued') return <>Waits for its turn.</>;
  if (status === 'pushing') {
    return (
      <>
        Pushing{progress && `: ${formatCount(progress.done)} of ${formatPlural(progress.total, 'object')}`}
        {mirror.attempts > 1 && `, attempt ${mirror.attempts}`}.
      </>
    );
  }
  if (pushedAt === null) return <>Nothing was pushed yet.</>;
  return (
    <>
      {status === 'error' ? 'Last pushed' : 'Pushed'} <RelativeTime at={pushedAt} />
      {status === 'ok' && `, ${moved === 0 ? 'nothing had moved' : `${formatPlural(moved, 'ref')} moved`}`}.
    </>
  );
}
