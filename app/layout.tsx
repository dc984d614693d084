// The frame of every page: theme, skip link, header.
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { SiteHeader } from './_components/site-header';
import { fontClasses } from './_fonts';
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
        <SiteHeader theme={theme} />
        {children}
      </body>
    </html>
  );
}
