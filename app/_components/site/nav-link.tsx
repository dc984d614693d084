// A link of the main navigation that knows whether it is the current one.
'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

interface NavLinkProps {
  href: string;
  /** Other addresses of the same part. */
  also?: readonly string[];
  children: ReactNode;
}

export function NavLink({ href, also = [], children }: NavLinkProps) {
  const pathname = usePathname();
  const isCurrent = [href, ...also].some((one) => pathname === one || pathname.startsWith(`${one}/`));
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className="rounded-md px-2.5 py-1.5 text-sm text-muted transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      {children}
    </Link>
  );
}
