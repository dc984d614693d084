// One's own tokens, and for administrators those of organisations.
import type { Metadata } from 'next';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { listTokens } from '@/lib/tokens/list-tokens';
import { signedIn } from '../../_signed-in';
import { SettingsNav } from '../settings-nav';
import { TokenForm } from './token-form';
import { TokensPanel } from './tokens-panel';

export const metadata: Metadata = { title: 'Tokens' };

export default async function TokensPage() {
  const ctx = await signedIn('/settings/tokens');
  const isAdmin = ctx.person?.isAdmin ?? false;
  return (
    <PageFrame width="text">
      <h1 className="mb-3 page-title">Settings</h1>
      <SettingsNav current="/settings/tokens" managesServer={isAdmin || ctx.actor.kind === 'operator'} />
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {ctx.actor.kind === 'operator' ? (
        <Notice look="info" title="This server has no accounts">
          It is for this machine alone (FRESHET_AUTH=disabled): nothing asks for a token, so there is none.
        </Notice>
      ) : (
        <Section
          id="tokens"
          title="Tokens"
          about="By a token a program asks in your name: the API, in the header Authorization: Bearer, and git, as the password. It is never good for more than you are."
        >
          <div className="grid grid-cols-1 gap-4">
            {!ctx.env.readOnly && <TokenForm isAdmin={isAdmin} />}
            <TokensPanel initial={{ items: await listTokens(ctx) }} />
          </div>
        </Section>
      )}
    </PageFrame>
  );
}
