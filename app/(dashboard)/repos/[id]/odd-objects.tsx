// Says of a repository that there are odd objects in its history, for whoever wonders; nothing has to be done about them.
import Link from 'next/link';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { OddObjectsNote } from '@/lib/repos/odd-objects-note';

export function OddObjects({ note }: { note: OddObjectsNote | null }) {
  if (note === null) return null;
  return (
    <p className="-mt-5 mb-8 text-2xs text-muted [overflow-wrap:anywhere]">
      {note.sentence}{' '}
      <Link href={`/runs/${note.runId}`} className="underline hover:text-accent">
        Found <RelativeTime at={note.at} />
      </Link>
    </p>
  );
}
