// The tokens that there are: what each may do, when it was last used, and its end.
'use client';
import { useRef } from 'react';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useRevokeToken, useTokens } from '@/app/_queries/tokens';
import type { Token } from '@/lib/tokens/token';
import { scopesInWords } from './scope-words';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export function TokensPanel({ initial }: { initial: { items: Token[] } }) {
  const { data } = useTokens(initial);
  const panel = useRef<HTMLDivElement>(null);
  if (data.items.length === 0) return <p className="text-sm text-muted">There is no token yet.</p>;
  return (
    <div ref={panel} tabIndex={-1} className="focus:outline-none">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {data.items.map((token) => (
          // The button that was pressed goes away with its row: the focus stays in the panel.
          <TokenRow key={token.id} token={token} onGone={() => panel.current?.focus()} />
        ))}
      </ul>
    </div>
  );
}

function TokenRow({ token, onGone }: { token: Token; onGone: () => void }) {
  const revoke = useRevokeToken(token.id);
  const error = refusalOf(revoke, useSent('revoke-token', token.id));
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium [overflow-wrap:anywhere]">
            {token.name} <span className="font-mono text-xs font-normal text-muted">frs_…{token.hint}</span>
          </h3>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {scopesInWords(token.scopes)}
            {placeOf(token)}, made <RelativeTime at={token.created_at} />
          </p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            <LastUse token={token} />, <Expiry at={token.expires_at} />
          </p>
        </div>
        <ConfirmButton
          label="Revoke"
          subject={token.name}
          title={`Revoke ${token.name}?`}
          text="Whatever asks by it is refused at once, and so is what asks by tokens that were made by it."
          action="revoke-token"
          fields={{ id: token.id }}
          onConfirm={() => revoke.mutate(undefined, { onSuccess: onGone })}
        />
      </div>
      {error && (
        <Notice look="bad" isLive className="mt-2">
          {error}
        </Notice>
      )}
    </li>
  );
}

function placeOf({ kind, org, repo_ids: ids }: Token): string {
  const repos = ids === null ? '' : `, ${ids.length === 1 ? 'one repository' : `${ids.length} repositories`}`;
  if (kind === 'organisation') return `, belongs to ${org}${repos}`;
  return `${org === null ? '' : `, only ${org}`}${repos}`;
}

function LastUse({ token }: { token: Token }) {
  if (token.last_used_at === null) return 'never used';
  const from = token.last_used_from?.replace(/\/(?:32|128)$/, '');
  return (
    <>
      used <RelativeTime at={token.last_used_at} />
      {from && ` from ${from}`}
    </>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) return 'never expires';
  const left = Date.parse(at) - Date.now();
  if (left <= 0) return <span className="font-medium text-bad">expired</span>;
  return (
    <span className={left < WEEK_MS ? 'font-medium text-warn' : undefined} suppressHydrationWarning>
      expires <RelativeTime at={at} isAhead />
    </span>
  );
}
