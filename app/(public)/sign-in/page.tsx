// Signing in.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { CardPage } from '@/app/_components/card-page';
import { SignInForm } from '@/app/_components/sign-in-form';
import { pageContext } from '@/app/_context';
import { localPath } from '@/app/_local-path';
import { providerNames } from '@/app/_providers';
import { firstValue, type SearchParams } from '@/app/_search-param';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: SearchParams };

export default async function SignInPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const params = await searchParams;
  const target = localPath(firstValue(params.next), '/repos');
  if (ctx.actor.kind !== 'anonymous') redirect(target);
  return (
    <CardPage title="Sign in">
      <SignInForm providers={providerNames(ctx.env)} next={target} error={firstValue(params.error) ?? null} />
    </CardPage>
  );
}
