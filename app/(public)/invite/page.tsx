// An invitation: the link makes an account for the address that was invited.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { CardPage } from '@/app/_components/ui/card-page';
import { pageContext } from '@/app/_http/context';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { AccountForm } from '@/app/(public)/account-form';
import { findOpenInvite } from '@/lib/accounts/invites/find-open-invite';

export const metadata: Metadata = { title: 'Invitation' };

export default async function InvitePage({ searchParams }: { searchParams: SearchParams }) {
  const { db } = await pageContext();
  const token = firstValue((await searchParams).token);
  const invite = token ? await findOpenInvite(db, token) : null;
  if (invite && token) {
    return (
      <CardPage title="Join Freshet" intro="Choose a password to finish your account.">
        <AccountForm action="/api/v1/invites/accept" token={token} email={invite.email} next="/" />
      </CardPage>
    );
  }
  return (
    <CardPage
      title="This invitation does not work any more"
      intro="It works once and for a week. Ask whoever invited you for a new one."
    >
      <Link href="/sign-in" className={buttonStyle()}>
        Sign in
      </Link>
    </CardPage>
  );
}
