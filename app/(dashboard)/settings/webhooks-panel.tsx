// What code hosts need to tell us of pushes, and what they told, for administrators.
'use client';
import { type ReactNode, useRef } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural } from '@/app/_format';
import { useMakeSecret, useRemoveSecret, useWebhooks } from '@/app/_queries/webhooks';
import type { Webhook } from '@/lib/webhooks/records/webhook';
import { WebhookDeliveries } from './webhook-deliveries';

const HOSTS: Record<Webhook['host'], { name: string; advice: string }> = {
  github: {
    name: 'GitHub',
    advice: 'Add a webhook to the repository or organisation: content type application/json, just the push event.',
  },
  gitlab: {
    name: 'GitLab',
    advice:
      'Add a webhook to the project or group, with the secret as its secret token: push events and tag push events.',
  },
  gitea: {
    name: 'Gitea and Forgejo',
    advice: 'Add a webhook of that type: method POST, content type application/json, push events.',
  },
  bitbucket: {
    name: 'Bitbucket',
    advice: 'Add a webhook to the repository, for repository pushes alone. It always sends JSON.',
  },
};

interface WebhooksPanelProps {
  initial: { webhooks: Webhook[] };
  /** Where this server is reached. */
  origin: string;
  canWrite: boolean;
}

export function WebhooksPanel({ initial, origin, canWrite }: WebhooksPanelProps) {
  const { data } = useWebhooks(initial);
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {data.webhooks.map((webhook) => (
        <WebhookRow key={webhook.host} webhook={webhook} origin={origin} canWrite={canWrite} />
      ))}
    </ul>
  );
}

function WebhookRow({ webhook, origin, canWrite }: { webhook: Webhook; origin: string; canWrite: boolean }) {
  const { name, advice } = HOSTS[webhook.host];
  const make = useMakeSecret(webhook.host);
  const remove = useRemoveSecret(webhook.host);
  const heading = useRef<HTMLHeadingElement>(null);
  const sentSecret = useSent('make-secret', webhook.host);
  const sentRemoval = useSent('remove-secret', webhook.host);
  const error = refusalOf(make, sentSecret) ?? refusalOf(remove, sentRemoval);
  const secret = make.data?.secret ?? (make.isIdle && remove.isIdle ? sentSecret?.shown.secret : undefined);

  function onMake() {
    remove.reset();
    make.mutate();
  }

  function onRemove() {
    make.reset();
    // The button that was pressed goes away: the focus stays in its row.
    remove.mutate(undefined, { onSuccess: () => heading.current?.focus() });
  }

  return (
    <li className="grid gap-3 px-4 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 ref={heading} tabIndex={-1} className="text-sm font-medium">
            {name}
          </h3>
          <p className="text-2xs text-muted">
            <SecretState at={webhook.secret_set_at} />
          </p>
        </div>
        {canWrite && (
          <div className="flex gap-2">
            {webhook.secret_set_at === null ? (
              <ActionForm action="make-secret" fields={{ id: webhook.host }} onSubmit={onMake}>
                <Button size="sm" type="submit" isBusy={make.isPending} aria-label={`Make a secret for ${name}`}>
                  Make a secret
                </Button>
              </ActionForm>
            ) : (
              <>
                <ConfirmButton
                  label="Replace"
                  subject={`the secret of ${name}`}
                  title={`Replace the secret of ${name}?`}
                  text="Webhooks that are signed with the present one are refused at once, until their host has the new one."
                  action="make-secret"
                  fields={{ id: webhook.host }}
                  onConfirm={onMake}
                />
                <ConfirmButton
                  label="Remove"
                  subject={`the secret of ${name}`}
                  title={`Remove the secret of ${name}?`}
                  text="All its webhooks are refused from then on. Repositories are still checked on schedule."
                  action="remove-secret"
                  fields={{ id: webhook.host }}
                  onConfirm={onRemove}
                />
              </>
            )}
          </div>
        )}
      </div>
      <p className="text-xs text-muted">{advice}</p>
      <CopyField label={`Address for webhooks of ${name}`} value={origin + webhook.path} />
      {webhook.refused && <Refused refused={webhook.refused} hasSecret={webhook.secret_set_at !== null} />}
      {secret && (
        <Shown key={secret} title={`The secret for ${name}, shown only now`}>
          <CopyField isNew label={`Secret for webhooks of ${name}`} value={secret} />
        </Shown>
      )}
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      {webhook.deliveries.length > 0 && <WebhookDeliveries name={name} deliveries={webhook.deliveries} />}
    </li>
  );
}

function SecretState({ at }: { at: string | null }) {
  if (at === null) return 'No secret: what it sends is refused.';
  return (
    <>
      secret made <RelativeTime at={at} />
    </>
  );
}

function Refused({ refused, hasSecret }: { refused: NonNullable<Webhook['refused']>; hasSecret: boolean }) {
  return (
    <Notice look="warn">
      {formatPlural(refused.count, 'delivery', 'deliveries')}{' '}
      {hasSecret ? 'came with a wrong secret or none' : refused.count === 1 ? 'was refused' : 'were refused'}
      {refused.count === 1 ? ', ' : ', the last one '}
      <RelativeTime at={refused.last_at} />
      {hasSecret ? ': set the same secret at the host.' : ': make a secret here and set it at the host.'}
    </Notice>
  );
}

function Shown({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Notice look="ok" isLive title={title}>
      <div className="mt-2">{children}</div>
    </Notice>
  );
}
