// The door of every page for people: signed in, or sent to sign in and back.
import { redirect } from 'next/navigation';
import { type PageContext, pageContext } from '@/app/_http/context';

/** The context of somebody who is signed in; visitors are sent to sign in and come back to `path`. */
export async function signedIn(path: string): Promise<PageContext> {
  const ctx = await pageContext();
  if (ctx.actor.kind === 'anonymous') redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return ctx;
}
