// The main navigation on narrow screens: one button opens it. The browser does that by itself.
'use client';
import { Menu } from 'lucide-react';
import Link from 'next/link';
import { useId } from 'react';
import { closePopover } from '../ui/forms/confirm-popover';
import { SignOutButton } from './sign-out-button';

const item = 'block w-full rounded-md px-3 py-2 text-left text-sm hover:bg-sunken focus-visible:bg-sunken';
const PAGES = [
  { href: '/repos', label: 'Repositories' },
  { href: '/orgs', label: 'Organisations' },
  { href: '/runs', label: 'Runs' },
  { href: '/board', label: 'Delivery' },
  { href: '/status', label: 'Status' },
  { href: '/settings', label: 'Settings' },
];

export function PhoneMenu({ canSignOut }: { canSignOut: boolean }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label="Menu"
        className="inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <Menu className="size-5" aria-hidden="true" />
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-14 right-3 w-48 rounded-lg border border-line bg-surface p-1 text-ink shadow-float open:animate-rise"
      >
        {PAGES.map(({ href, label }) => (
          <Link key={href} href={href} className={item} onClick={() => closePopover(id)}>
            {label}
          </Link>
        ))}
        {canSignOut && <SignOutButton className={item} />}
      </div>
    </>
  );
}
