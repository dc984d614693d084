// The frame of the signed-in pages: the browser's cache of the API, and word of a server that does not answer.
import type { ReactNode } from 'react';
import { ServerTrouble } from '@/app/_components/server-trouble';
import { QueryProvider } from '@/app/_queries/query-provider';

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <QueryProvider>
      {children}
      <ServerTrouble />
    </QueryProvider>
  );
}
