// The frame of the signed-in pages: the browser's cache of the API.
import type { ReactNode } from 'react';
import { QueryProvider } from '@/app/_queries/query-provider';

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return <QueryProvider>{children}</QueryProvider>;
}
