// Where one is signed in: each session with its browser, place and times, to be ended one or all.
'use client';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useEndOtherSessions, useEndSession, useSessions } from '@/app/_queries/sessions';
import type { Session } from '@/lib/accounts/sessions/session';

export function SessionsPanel({ initial }: { initial: { sessions: Session[] } }) {
  const { data } = useSessions(initial);
  const endOthers = useEndOtherSessions();
  const sent = useSent('end-other-sessions');
  const error = refusalOf(endOthers, sent);
  const isDone = endOthers.isSuccess || (endOthers.isIdle && sent?.text != null);
  return (
    <div className="grid grid-cols-1 gap-3">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {data.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {data.sessions.length > 1 && (
          <ActionForm action="end-other-sessions" onSubmit={() => endOthers.mutate(undefined)}>
            <Button size="sm" type="submit" isBusy={endOthers.isPending}>
              End all others
            </Button>
          </ActionForm>
        )}
        <Done text={isDone ? 'All others have ended.' : null} />
      </div>
    </div>
  );
}

function SessionRow({ session }: { session: Session }) {
  const end = useEndSession();
  const error = refusalOf(end, useSent('end-session', session.id));
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm font-medium [overflow-wrap:anywhere]">
            {session.browser}
            {session.is_current && <span className="font-normal text-muted">, this one</span>}
          </p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            seen <RelativeTime at={session.last_seen_at} /> from {session.place}, signed in{' '}
            <RelativeTime at={session.created_at} />
          </p>
        </div>
        {!session.is_current && (
          <ActionForm action="end-session" fields={{ id: session.id }} onSubmit={() => end.mutate(session.id)}>
            <Button
              size="sm"
              type="submit"
              isBusy={end.isPending}
              aria-label={`End the session of ${session.browser} from ${session.place}`}
            >
              End
            </Button>
          </ActionForm>
        )}
      </div>
      {error && (
        <Notice look="bad" isLive className="mt-2">
          {error}
        </Notice>
      )}
    </li>
  );
}
