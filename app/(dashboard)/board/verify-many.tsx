// Has all hosts looked at, those of a group, an organisation or a repository, and says in words what came of it.
'use client';
import { ScanSearch } from 'lucide-react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { verifiedText } from '@/app/_forms/delivery/verify-outcomes';
import { useVerifyMany } from '@/app/_queries/board';

interface Asked {
  org?: string | undefined;
  group?: string | undefined;
  repo?: string | undefined;
}

/** The button and, on a line of its own below the row that it stands in, the outcome. */
export function VerifyMany({ asked }: { asked: Asked }) {
  const verify = useVerifyMany();
  const { data, isIdle, isPending } = verify;
  const sent = useSent('verify-deliveries');
  const error = refusalOf(verify, sent);
  const given = Object.entries(asked).filter((field): field is [string, string] => Boolean(field[1]));
  const fields = Object.fromEntries(given);
  return (
    <>
      <ActionForm action="verify-deliveries" fields={fields} onSubmit={() => verify.mutate(fields)}>
        <Button type="submit" isBusy={isPending}>
          <ScanSearch className={isPending ? 'size-4 animate-pulse' : 'size-4'} aria-hidden="true" />
          {isPending ? 'Looking…' : `Verify ${whatOf(asked)}`}
        </Button>
      </ActionForm>
      <div role="status" className="order-last basis-full empty:absolute">
        {error && <Notice look="bad">{error}</Notice>}
        {isIdle && sent?.text && <Notice look="ok">{sent.text}</Notice>}
        {data && (
          <Notice look={data.in_sync || data.items.length === 0 ? 'ok' : 'warn'}>
            {verifiedText(data.items, data.pending.length)}
          </Notice>
        )}
      </div>
    </>
  );
}

function whatOf({ org, group, repo }: Asked): string {
  if (repo) return 'its hosts';
  if (group) return org ? `group ${group} of ${org}` : `group ${group}`;
  return org ? `all of ${org}` : 'all';
}
