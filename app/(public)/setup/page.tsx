// The first start: whoever holds the one-time link makes the first administrator.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { CardPage } from '@/app/_components/ui/card-page';
import { pageContext } from '@/app/_http/context';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { AccountForm } from '@/app/(public)/account-form';
import { isNobodyHere, isSetupOpen } from '@/lib/accounts/first-administrator';

export const metadata: Metadata = { title: 'Welcome' };

export default async function SetupPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await pageContext();
  const token = firstValue((await searchParams).token);
  if (token && (await isSetupOpen(ctx.db, token))) {
    return (
      <CardPage
        title="Welcome to Freshet"
        intro="Make the first account. It is an administrator’s: it can invite others."
      >
        <AccountForm action="/api/v1/setup" token={token} email={null} next="/repos" />
      </CardPage>
    );
  }
  return (
    <CardPage
      title="This link does not work any more"
      intro="It works once, for a day, and only while there is no account. If there is none yet, restart Freshet: it prints a new one."
    >
      {!(await isNobodyHere(ctx)) && (
        <Link href="/sign-in" className={buttonStyle()}>
          Sign in
        </Link>
      )}
    </CardPage>
  );
}
