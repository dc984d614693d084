// Line drawings for empty and broken states, all of the same stream.
import type { ReactNode } from 'react';

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 120 72"
      fill="none"
      className="h-18 w-30"
      strokeWidth="2.5"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const STREAM = 'M4 58c9 0 9-5 18-5s9 5 18 5 9-5 18-5 9 5 18 5 9-5 18-5 9 5 18 5';
const RIPPLE = 'M22 68c7 0 7-3 14-3s7 3 14 3 7-3 14-3 7 3 14 3 7-3 14-3';

/** A dry bed: nothing here yet. */
export function EmptyPicture() {
  return (
    <Picture>
      <path d="M40 40V18c0-3 2-5 5-5h13l5 6h12c3 0 5 2 5 5v16" stroke="var(--color-line-strong)" />
      <path d="M48 31h24" stroke="var(--color-line-strong)" strokeDasharray="4 6" />
      <path d={STREAM} stroke="currentColor" />
      <path d={RIPPLE} stroke="currentColor" strokeOpacity=".4" />
    </Picture>
  );
}

/** A glass over the water: searched, not found. */
export function NothingFoundPicture() {
  return (
    <Picture>
      <circle cx="56" cy="26" r="15" stroke="var(--color-line-strong)" />
      <path d="m67 37 10 9" stroke="var(--color-line-strong)" />
      <path d="M50 26h12" stroke="var(--color-line-strong)" />
      <path d={STREAM} stroke="currentColor" />
      <path d={RIPPLE} stroke="currentColor" strokeOpacity=".4" />
    </Picture>
  );
}

/** A stream that ends: this page does not exist. */
export function LostPicture() {
  return (
    <Picture>
      <path
        d="M60 42V12m0 4h20l6 6-6 6H60m0-4H44l-6 5 6 5h16"
        stroke="var(--color-line-strong)"
        strokeLinejoin="round"
      />
      <path d="M4 58c9 0 9-5 18-5s9 5 18 5 9-5 18-5" stroke="currentColor" />
      <path d="M72 55h4m10 0h2m10 0h1" stroke="currentColor" strokeOpacity=".5" />
    </Picture>
  );
}

/** A broken dam: something failed on our side. */
export function BrokenPicture() {
  return (
    <Picture>
      <path d="M36 44V16h48v28" stroke="var(--color-line-strong)" strokeLinejoin="round" />
      <path d="m62 16-7 11 9 5-6 12" stroke="var(--color-bad)" strokeLinejoin="round" />
      <path d={STREAM} stroke="currentColor" />
      <path d={RIPPLE} stroke="currentColor" strokeOpacity=".4" />
    </Picture>
  );
}
