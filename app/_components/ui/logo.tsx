// The mark: an F drawn by a stream that parts in two.

export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" className={className} aria-hidden="true">
      <path
        d="M7 29V15.5C7 8.6 10.6 5 16 5c4 0 5.4 2 8.2 2 1.5 0 2.7-.5 3.8-1.5"
        stroke="var(--color-accent)"
        strokeWidth="3.6"
        strokeLinecap="round"
      />
      <path
        d="M13.4 29v-6.2c0-4.7 2-7 5.4-7 2.6 0 3.5 1.5 5.4 1.5 1 0 1.8-.3 2.5-.9"
        stroke="var(--color-accent)"
        strokeOpacity="0.55"
        strokeWidth="3.6"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2">
      <LogoMark className="size-6" />
      <span className="text-[1.0625rem] font-semibold tracking-[-0.02em]">Freshet</span>
    </span>
  );
}
