// Says what is delivered where: first which repository, then to which of its organisation's hosts.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { Button } from '@/app/_components/ui/button';
import { Field } from '@/app/_components/ui/forms/field';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { may, SERVER } from '@/lib/access/may';
import type { Context } from '@/lib/context';
import { listPlaces } from '@/lib/deliveries/list-places';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { visibleRepo, visibleRepoByName } from '@/lib/repos/visible-repo';
import { signedIn } from '../../_signed-in';
import { AddDeliveryForm } from './add-delivery-form';

export const metadata: Metadata = { title: 'New delivery' };

export default async function NewDeliveryPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/deliveries/new');
  const asked = firstValue((await searchParams).repo)?.trim() ?? '';
  const found = asked === '' ? null : await find(ctx, asked);
  return (
    <PageFrame width="text">
      <DeliveryNav />
      <h1 className="mb-4 page-title">New delivery</h1>
      {ctx.env.readOnly ? (
        <ReadOnlyNotice />
      ) : found !== null && 'repo' in found ? (
        <Details {...found} canSetHook={may(ctx.actor, 'server.administer', SERVER)} />
      ) : (
        <form method="get" className="grid gap-5">
          <Field
            label="Repository"
            name="repo"
            defaultValue={asked}
            placeholder="organisation/name"
            hint="As it is called here. You need to manage its deliveries: admins of its organisation do."
            error={found?.error ?? null}
            required
            maxLength={300}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <div className="flex justify-end">
            <Button look="primary" type="submit">
              Go on
            </Button>
          </div>
        </form>
      )}
    </PageFrame>
  );
}

type Found = Awaited<ReturnType<typeof load>>;

async function find(ctx: Context, asked: string): Promise<Found | { error: string }> {
  try {
    return await load(ctx, asked);
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}

async function load(ctx: Context, asked: string) {
  const slash = asked.indexOf('/');
  const repo = isId(asked)
    ? await visibleRepo(ctx, asked, 'repo.manage-deliveries')
    : await visibleRepoByName(
        ctx,
        { org: asked.slice(0, Math.max(0, slash)), name: asked.slice(slash + 1) },
        'repo.manage-deliveries',
      );
  return { repo: { id: repo.id, org: repo.org, name: repo.name }, places: await listPlaces(ctx, repo.org) };
}

function Details({ repo, places, canSetHook }: Found & { canSetHook: boolean }) {
  return (
    <>
      <p className="mb-5 text-sm">
        <span className="font-medium [overflow-wrap:anywhere]">
          {repo.org}/{repo.name}
        </span>{' '}
        <Link href="/deliveries/new" className="text-muted underline hover:text-accent">
          Another one
        </Link>
      </p>
      {places.length === 0 ? (
        <Notice look="info" title="There is no host yet">
          {repo.org} has no targets.{' '}
          <Link href="/targets" className="underline hover:text-accent">
            Add one
          </Link>
          , then come back.
        </Notice>
      ) : (
        <AddDeliveryForm repoId={repo.id} places={places} canSetHook={canSetHook} />
      )}
    </>
  );
}
