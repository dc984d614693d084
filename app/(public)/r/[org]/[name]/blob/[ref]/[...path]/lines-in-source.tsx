// An address that names lines of a Markdown file means its source: only the browser sees what comes after the #.
'use client';
import { useEffect } from 'react';
import { lineRange, onAnchor } from './line-anchor';

export function LinesInSource({ sourceHref }: { sourceHref: string }) {
  useEffect(() => {
    function follow() {
      const { hash } = window.location;
      if (lineRange(hash)) window.location.replace(sourceHref + hash);
    }
    follow();
    return onAnchor(follow);
  }, [sourceHref]);
  return null;
}
