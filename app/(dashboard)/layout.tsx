// The frame of the signed-in pages: the browser's cache of the API, and word of a server that does not answer.
import type { ReactNode } from 'react';
import { ServerTrouble } from '@/app/_components/site/server-trouble';
import { SessionWatch } from '@/app/_components/site/session-watch';
import { pageContext } from '@/app/_http/context';
import { QueryProvider } from '@/app/_queries/query-provider';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { person } = await pageContext();
  return (
    <QueryProvider>
      {children}
      <ServerTrouble />
      {person && <SessionWatch />}
    </QueryProvider>
  );
}
