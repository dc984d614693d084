// The frame of every page: theme, skip link, header.
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { type ReactNode, Suspense } from 'react';
import { readCookies } from './_auth/auth';
import { LoadingBar } from './_components/site/loading-bar';
import { SiteHeader } from './_components/site/site-header';
import { SentFormProvider } from './_components/ui/forms/sent-form';
import { fontClasses } from './_fonts';
import { readSent } from './_forms/field/sent';
import { SENT_COOKIE } from './_forms/field/sent-cookie';
import { surroundings } from './_http/context';
import { THEME_COOKIE, toTheme } from './_theme';

export const metadata: Metadata = {
  title: { default: 'Freshet: code search that is never stale', template: '%s · Freshet' },
  description: 'Self-hosted code search that is never stale.',
  referrer: 'same-origin',
  robots: { index: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafbfb' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1012' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = toTheme((await cookies()).get(THEME_COOKIE)?.value);
  const sent = await readSent(surroundings().env, readCookies(await headers())[SENT_COOKIE]);
  return (
    <html
      lang="en"
      className={fontClasses}
      data-theme={theme === 'system' ? undefined : theme}
      suppressHydrationWarning
    >
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
        >
          Skip to the content
        </a>
        <Suspense>
          <LoadingBar />
        </Suspense>
        <SentFormProvider sent={sent}>
          <SiteHeader theme={theme} />
          {children}
        </SentFormProvider>
      </body>
    </html>
  );
}
