// The pages of the settings, above each of them.
import clsx from 'clsx';
import Link from 'next/link';

const PAGES = [
  { href: '/settings', label: 'General', isForAdministrators: false },
  { href: '/settings/tokens', label: 'Tokens', isForAdministrators: false },
  { href: '/settings/ssh-hosts', label: 'ssh hosts', isForAdministrators: true },
  { href: '/settings/audit', label: 'Audit log', isForAdministrators: true },
];

interface SettingsNavProps {
  current: '/settings' | '/settings/tokens' | '/settings/ssh-hosts' | '/settings/audit';
  managesServer: boolean;
}

export function SettingsNav({ current, managesServer }: SettingsNavProps) {
  return (
    <nav aria-label="Settings" className="mb-6 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-5 text-sm">
        {PAGES.filter((page) => managesServer || !page.isForAdministrators).map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className={clsx(
                'inline-block border-b-2 py-2',
                href === current
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
