// The main navigation where there is no room for it: one button that opens it.
'use client';
import { Menu } from 'lucide-react';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { DropdownMenu } from 'radix-ui';
import { useDialogNonce } from './dialog-nonce';

const item = 'block w-full rounded-md px-3 py-2 text-left text-sm outline-none data-highlighted:bg-sunken';

export function PhoneMenu({ canSignOut }: { canSignOut: boolean }) {
  useDialogNonce();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label="Menu"
        className="inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <Menu className="size-5" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-40 w-48 animate-rise rounded-lg border border-line bg-surface p-1 shadow-float"
        >
          <DropdownMenu.Item asChild>
            <Link href="/repos" className={item}>
              Repositories
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item asChild>
            <Link href="/status" className={item}>
              Status
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item asChild>
            <Link href="/settings" className={item}>
              Settings
            </Link>
          </DropdownMenu.Item>
          {canSignOut && (
            <DropdownMenu.Item className={item} onSelect={() => signOut({ callbackUrl: '/' })}>
              Sign out
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
