// Hosts as rows, read again as long as they are looked at, under how many of them stand how.
'use client';
import Link from 'next/link';
import { HOST_STATE } from '@/app/_components/delivery/delivery-words';
import { Notice } from '@/app/_components/ui/notice';
import { formatCount } from '@/app/_format';
import { searchOf } from '@/app/_links';
import { useBoard } from '@/app/_queries/board';
import { Problem } from '@/app/_queries/request-json';
import { useServerTrouble } from '@/app/_queries/server-trouble';
import { type Board, type BoardCounts, WORST_FIRST } from '@/lib/deliveries/board/board-item';
import type { BoardFilter } from '@/lib/deliveries/board/list-board';
import { BoardRow } from './board-row';

interface BoardTableProps {
  /** Of the address of the API that lists them. */
  search: string;
  asked: BoardFilter;
  initial: Board;
  canWrite: boolean;
}

export function BoardTable({ search, asked, initial, canWrite }: BoardTableProps) {
  const { data, error } = useBoard(search, initial);
  const trouble = useServerTrouble();
  return (
    <>
      {trouble === null && error instanceof Problem && error.status > 0 && (
        <Notice look="warn" isLive className="mb-3" title="This list is not up to date">
          {error.message}
        </Notice>
      )}
      <Counts counts={data.counts} asked={asked} />
      {data.items.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-6 text-center text-sm text-muted">
          No host fits. Take a part of the filter away.
        </p>
      ) : (
        <ul aria-label="Hosts" className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.items.map((item) => (
            <BoardRow key={`${item.delivery_id} ${item.target.id}`} item={item} canWrite={canWrite} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Each leads to the hosts that it counts. */
function Counts({ counts, asked }: { counts: BoardCounts; asked: BoardFilter }) {
  const there = WORST_FIRST.filter((state) => counts[state] > 0);
  if (there.length === 0) return null;
  return (
    <ul aria-label="Hosts by state" className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {there.map((state) => (
        <li key={state}>
          <Link
            href={`/board${searchOf({ ...asked, state: asked.state === state ? undefined : state })}`}
            prefetch={false}
            aria-current={asked.state === state ? 'true' : undefined}
            className="hover:text-accent hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
          >
            <span className="tabular-nums">{formatCount(counts[state])}</span> {HOST_STATE[state].text.toLowerCase()}
          </Link>
        </li>
      ))}
    </ul>
  );
}
