// Lets open dialogs lock scrolling under our content policy: the style element they add needs this page's nonce.
'use client';
import { useEffect } from 'react';

declare global {
  var __webpack_nonce__: string | undefined;
}

/** The library that dialogs scroll-lock with reads its nonce from this global. */
export function useDialogNonce(): void {
  useEffect(() => {
    globalThis.__webpack_nonce__ ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  }, []);
}
