// What there is to say of a host beside its state: why, since when, and what its delivery does or did last.
import Link from 'next/link';
import { sentenceOf } from '@/app/_components/delivery/host-sentence';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { BoardItem } from '@/lib/deliveries/board/board-item';

const RUN_WORDS: Partial<Record<NonNullable<BoardItem['last_run']>['status'], string>> = {
  partial: 'Only some of the hosts got the last delivery',
  failed: 'The last delivery failed',
  blocked: 'The look for secrets stopped the last delivery',
  waiting: 'A delivery waits for upstream',
};

export function BoardState({ item }: { item: BoardItem }) {
  const { last_run: last, active_run_id: active } = item;
  const words = last === null ? undefined : RUN_WORDS[last.status];
  return (
    <>
      {sentenceOf(item)}
      {item.differs_since !== null && item.state !== 'in_sync' && (
        <>
          {' '}
          It began to differ <RelativeTime at={item.differs_since} />.
        </>
      )}
      {(!item.is_enabled || !item.target.is_enabled) &&
        ` ${item.is_enabled ? 'The target' : 'The delivery'} is switched off.`}
      {active !== null ? (
        <RunLink id={active}>A delivery is under way</RunLink>
      ) : (
        last !== null && words !== undefined && <RunLink id={last.id}>{words}</RunLink>
      )}
    </>
  );
}

function RunLink({ id, children }: { id: string; children: string }) {
  return (
    <>
      {' '}
      <Link href={`/deliveries/runs/${id}`} prefetch={false} className="text-ink underline hover:text-accent">
        {children}
      </Link>
      .
    </>
  );
}
