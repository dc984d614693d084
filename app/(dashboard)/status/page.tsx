// How fresh everything is, what needs attention, and how runs went.

import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { HostsLine } from '@/app/_components/delivery/hosts-line';
import { FreshnessBar, FreshnessHeadline } from '@/app/_components/repo/freshness-headline';
import { RefreshPage } from '@/app/_components/repo/refresh-page';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { Section } from '@/app/_components/ui/section';
import { formatCount, formatDuration } from '@/app/_format';
import { countStates } from '@/lib/deliveries/board/list-board';
import { readStatus } from '@/lib/status/read-status';
import { signedIn } from '../_signed-in';
import { FreshnessChart } from './freshness-chart';
import { RunsChart } from './runs-chart';
import { WorstList } from './worst-list';

export const metadata: Metadata = { title: 'Status' };

export default async function StatusPage() {
  const ctx = await signedIn('/status');
  const [status, hosts] = await Promise.all([readStatus(ctx), countStates(ctx)]);
  const { freshness, worst, runs, request_to_searchable: searchable } = status;
  const more = freshness.needing_attention - worst.length;
  if (freshness.repositories === 0) return <NothingYet canAdd={!ctx.env.readOnly} />;
  return (
    <PageFrame width="page">
      <RefreshPage shown={freshness} />
      <h1 className="mb-3 page-title">Status</h1>
      <div className="mb-6 grid gap-2.5">
        <FreshnessHeadline freshness={freshness} size="large" />
        <FreshnessBar freshness={freshness} />
        <HostsLine counts={hosts} />
      </div>
      {worst.length > 0 && (
        <Section id="attention" title="Needs attention" className="mb-8">
          <WorstList worst={worst} />
          {more > 0 && <p className="mt-2 text-2xs text-muted">And {formatCount(more)} more.</p>}
        </Section>
      )}
      <div className="mb-8 grid gap-x-4 gap-y-8 md:grid-cols-2">
        <Section id="checked" title="Known to be up to date" className="min-w-0">
          <div className="rounded-lg border border-line bg-surface px-4 py-2.5">
            <FreshnessChart freshness={freshness} />
          </div>
        </Section>
        <Section id="numbers" title="In numbers" className="min-w-0">
          <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line">
            <Fact label="Repositories">{formatCount(freshness.repositories)}</Fact>
            <Fact label="Fresh">{formatCount(freshness.fresh)}</Fact>
            <Fact label="Failing">{formatCount(freshness.failing)}</Fact>
            <Fact label="Stale">{formatCount(freshness.stale)}</Fact>
            <Fact label="Request to searchable, median">{durationOf(searchable.median_ms)}</Fact>
            <Fact label="95 % are searchable within">{durationOf(searchable.p95_ms)}</Fact>
            <Fact label="Runs with something new, 24 h">{formatCount(searchable.runs)}</Fact>
            <Fact label="Being prepared">{formatCount(freshness.preparing)}</Fact>
          </dl>
        </Section>
      </div>
      <Section
        id="runs"
        title="Runs"
        about="Those that found nothing new are not counted. Times are UTC."
        className="mb-6"
      >
        <div className="grid items-start gap-4 md:grid-cols-2">
          <RunsChart span="hour" rows={runs.by_hour} />
          <RunsChart span="day" rows={runs.by_day} />
        </div>
      </Section>
    </PageFrame>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-2">
      <dt className="text-2xs text-muted">{label}</dt>
      <dd className="text-sm font-medium tabular-nums">{children}</dd>
    </div>
  );
}

function durationOf(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms);
}

function NothingYet({ canAdd }: { canAdd: boolean }) {
  return (
    <PageFrame width="page">
      <EmptyState
        level={1}
        picture={<EmptyPicture />}
        title="Nothing to keep fresh yet"
        action={
          canAdd && (
            <Link href="/repos/new" className={buttonStyle({ look: 'primary' })}>
              <Plus className="size-4" aria-hidden="true" />
              Add a repository
            </Link>
          )
        }
      >
        Once there is a repository, this page shows how fresh it is, what needs attention and how its runs went.
      </EmptyState>
    </PageFrame>
  );
}
