// The bar atop every page: the mark, search, and what the visitor may do.
import Link from 'next/link';
import { Logo, LogoMark } from '@/app/_components/ui/logo';
import { pageContext } from '@/app/_http/context';
import type { Theme } from '@/app/_theme';
import { isNobodyHere } from '@/lib/accounts/first-administrator';
import { HeaderSearch } from './header-search';
import { NavLink } from './nav-link';
import { PhoneMenu } from './phone-menu';
import { SignOutButton } from './sign-out-button';
import { ThemeToggle } from './theme-toggle';

export async function SiteHeader({ theme }: { theme: Theme }) {
  const ctx = await pageContext();
  const { actor } = ctx;
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-page/95 backdrop-blur-sm">
      <div className="mx-auto flex h-14 max-w-[90rem] items-center gap-3 px-4 sm:gap-5 sm:px-6">
        <Link href="/" aria-label="Freshet, home" className="flex shrink-0">
          <span className="sm:hidden">
            <LogoMark className="size-7" />
          </span>
          <span className="hidden sm:inline-flex">
            <Logo />
          </span>
        </Link>
        <div className="min-w-0 flex-1">
          <HeaderSearch />
        </div>
        <nav aria-label="Main" className="flex shrink-0 items-center gap-1">
          {actor.kind === 'anonymous' ? (
            // If the database does not answer, pages that do not need it still show.
            !(await isNobodyHere(ctx).catch(() => false)) && <NavLink href="/sign-in">Sign in</NavLink>
          ) : (
            <>
              <span className="hidden items-center gap-1 sm:flex">
                <NavLink href="/repos">Repositories</NavLink>
                <span className="hidden lg:contents">
                  <NavLink href="/orgs">Organisations</NavLink>
                </span>
                <NavLink href="/runs">Runs</NavLink>
                <NavLink href="/board" also={['/deliveries', '/targets']}>
                  Delivery
                </NavLink>
                <NavLink href="/status">Status</NavLink>
                <NavLink href="/settings">Settings</NavLink>
                {actor.kind === 'user' && <SignOutButton />}
              </span>
              <span className="sm:hidden">
                <PhoneMenu canSignOut={actor.kind === 'user'} />
              </span>
            </>
          )}
          <ThemeToggle initial={theme} />
        </nav>
      </div>
    </header>
  );
}
