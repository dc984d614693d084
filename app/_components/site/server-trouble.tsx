// Says at the foot of an open page that the server does not answer, and takes it back when it does.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useHealth } from '@/app/_queries/health';
import { useServerTrouble } from '@/app/_queries/server-trouble';

const CALM_MS = 5000;
const TROUBLED_MS = 2000;

export function ServerTrouble() {
  const client = useQueryClient();
  const trouble = useServerTrouble();
  const wasTroubled = useRef(false);
  useHealth(trouble === null ? CALM_MS : TROUBLED_MS);

  useEffect(() => {
    // What was missed is read at once.
    if (trouble === null && wasTroubled.current) client.invalidateQueries();
    wasTroubled.current = trouble !== null;
  }, [client, trouble]);

  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-30 flex justify-center p-3">
      {trouble && (
        <p
          data-troubled
          className="pointer-events-auto flex animate-rise items-center gap-3 rounded-lg border border-line bg-warn-soft px-4 py-3 text-sm shadow-float"
        >
          <CloudOff className="size-4 shrink-0 text-warn" aria-hidden="true" />
          <span>{trouble} You see what it said last; this page goes on trying.</span>
        </p>
      )}
    </div>
  );
}
