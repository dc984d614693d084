// What upstream took away by rewriting its history, as long as it is kept: to look at, and to forget before its time.
'use client';
import { useRef } from 'react';
import { Notice } from '@/app/_components/ui/notice';
import { Section } from '@/app/_components/ui/section';
import { useForgetRewrite, useRewrites } from '@/app/_queries/rewrites';
import type { Rewrite } from '@/lib/browse/list-rewrites';
import { RewriteList } from './rewrite-list';

interface RewriteSectionProps {
  repoId: string;
  /** "org/name". */
  repo: string;
  initial: { rewrites: Rewrite[] };
  /** On the page of a run: only what that one found. */
  runId?: string;
  canWrite: boolean;
}

export function RewriteSection({ repoId, repo, initial, runId, canWrite }: RewriteSectionProps) {
  const rewrites = useRewrites(repoId, initial, runId);
  const forget = useForgetRewrite(repoId);
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed goes away with its row: the focus stays here.
  const onForget = (id: string) => forget.mutate(id, { onSuccess: () => place.current?.focus() });
  return (
    <div ref={place} tabIndex={-1} className="mb-10 empty:hidden focus:outline-none">
      {rewrites.length > 0 && (
        <Section id="rewrites" title="Rewritten history">
          <RewriteList repo={repo} repoId={repoId} rewrites={rewrites} {...(canWrite ? { onForget } : {})} />
        </Section>
      )}
      {forget.isSuccess && (
        <Notice look="ok" isLive className="mt-3">
          It is forgotten. A run throws away what was kept of it.
        </Notice>
      )}
      {forget.isError && (
        <Notice look="bad" isLive className="mt-3">
          {forget.error.message}
        </Notice>
      )}
    </div>
  );
}
