// Who is told of repositories in trouble, and whether that arrives, for administrators.
'use client';
import { useRef } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useNotificationTargets, useRemoveTarget, useTestTarget } from '@/app/_queries/notifications';
import type { NotificationTarget } from '@/lib/notifications/notification-target';
import { calledTarget } from './called-target';
import { LastNotification } from './last-notification';
import { NotificationForm } from './notification-form';

interface NotificationsPanelProps {
  initial: { targets: NotificationTarget[] };
  /** The server can send e-mail. */
  hasMail: boolean;
  canWrite: boolean;
}

export function NotificationsPanel({ initial, hasMail, canWrite }: NotificationsPanelProps) {
  const { data } = useNotificationTargets(initial);
  const panel = useRef<HTMLDivElement>(null);
  // The button that was pressed goes away with its row: the focus stays in the panel.
  const onGone = () => panel.current?.focus();
  return (
    <div ref={panel} tabIndex={-1} className="grid grid-cols-1 gap-4 focus:outline-none">
      {data.targets.length > 0 ? (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.targets.map((target) => (
            <TargetRow key={target.id} target={target} canWrite={canWrite} onGone={onGone} />
          ))}
        </ul>
      ) : (
        !canWrite && <p className="text-sm text-muted">Nobody is told.</p>
      )}
      {canWrite && (
        <NotificationForm hasMail={hasMail} isThere={(id) => data.targets.some((target) => target.id === id)} />
      )}
    </div>
  );
}

interface TargetRowProps {
  target: NotificationTarget;
  canWrite: boolean;
  onGone: () => void;
}

function TargetRow({ target, canWrite, onGone }: TargetRowProps) {
  const test = useTestTarget(target.id);
  const remove = useRemoveTarget(target.id);
  const sentTest = useSent('test-target', target.id);
  const sentRemoval = useSent('remove-target', target.id);
  const error = refusalOf(test, sentTest) ?? refusalOf(remove, sentRemoval);
  const tested =
    test.data ?? (test.isIdle && sentTest?.text ? { status: sentTest.shown.status, message: sentTest.text } : null);
  const called = calledTarget(target);
  return (
    <li className="grid gap-3 px-4 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium [overflow-wrap:anywhere]">{called}</h3>
          <p className="text-2xs text-muted">
            {target.name !== null && `${target.hint}, `}
            {target.kind === 'webhook' ? 'webhook' : 'e-mail'}, added <RelativeTime at={target.created_at} />
          </p>
        </div>
        {canWrite && (
          <div className="flex gap-2">
            <ActionForm action="test-target" fields={{ id: target.id }} onSubmit={() => test.mutate(undefined)}>
              <Button size="sm" type="submit" isBusy={test.isPending} aria-label={`Send a test to ${called}`}>
                {test.isPending ? 'Sending…' : 'Send a test'}
              </Button>
            </ActionForm>
            <ConfirmButton
              label="Remove"
              subject={called}
              title={`Tell ${called} no more?`}
              text="What still waits to be sent there is dropped. To have it back, the address is entered again."
              action="remove-target"
              fields={{ id: target.id }}
              onConfirm={() => remove.mutate(undefined, { onSuccess: onGone })}
            />
          </div>
        )}
      </div>
      {tested && (
        <Notice look={tested.status === 'sent' ? 'ok' : 'bad'} isLive>
          {tested.message}
        </Notice>
      )}
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <LastNotification target={target} isShown={(text) => text === tested?.message} />
    </li>
  );
}
