// Takes an open page away once its session has ended elsewhere.
'use client';
import { useSessionEnd } from '@/app/_queries/sessions';

export function SessionWatch() {
  useSessionEnd();
  return null;
}
