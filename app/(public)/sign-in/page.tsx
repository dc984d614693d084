// Signing in.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { localPath } from '@/app/_auth/local-path';
import { providerNames } from '@/app/_auth/providers';
import { CardPage } from '@/app/_components/ui/card-page';
import { pageContext } from '@/app/_http/context';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { isNobodyHere } from '@/lib/accounts/first-administrator';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: SearchParams };

export default async function SignInPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const params = await searchParams;
  const target = localPath(firstValue(params.next), '/repos');
  if (ctx.actor.kind !== 'anonymous') redirect(target);
  if (await isNobodyHere(ctx)) return <NobodyHere isReadOnly={ctx.env.readOnly} />;
  return (
    <CardPage title="Sign in">
      <SignInForm providers={providerNames(ctx.env)} next={target} error={firstValue(params.error) ?? null} />
    </CardPage>
  );
}

function NobodyHere({ isReadOnly }: { isReadOnly: boolean }) {
  if (isReadOnly) {
    return (
      <CardPage
        title="Nobody can sign in here"
        intro="There is no account, and this server is read-only: none can be made. Start it without FRESHET_READ_ONLY for that."
      />
    );
  }
  return (
    <CardPage
      title="There is no account yet"
      intro="Open the link that the server printed when it started: it is in its terminal or its log, leads to /setup and makes the first account. It works for a day; after that, restart Freshet and it prints a new one."
    />
  );
}
