// The browser's cache of what the API said.
'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Problem } from './request-json';

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // The server may be on this very machine: whether there is an internet says nothing about it.
            networkMode: 'always',
            // What is refused stays refused; what did not answer may answer soon.
            retry: (failures, error) => failures < 3 && !(error instanceof Problem && error.status >= 400),
            refetchOnWindowFocus: true,
          },
          mutations: { networkMode: 'always' },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
