// What repositories take on the disk, by organisation, and what belongs to none.
import Link from 'next/link';
import { formatBytes, formatPlural } from '@/app/_format';
import { orgHref } from '@/app/_links';
import type { Storage } from '@/lib/status/read-storage';

export function StoragePanel({ storage }: { storage: Storage }) {
  const { disk_bytes: taken, quota_bytes: quota, free_bytes: free, orgs, orphans } = storage;
  return (
    <div className="rounded-lg border border-line bg-surface p-4">
      <p className="text-sm">
        {formatBytes(taken)}
        {quota !== null && ` of ${formatBytes(quota)}`} taken by repositories
        {free !== null && <span className="text-muted">, {formatBytes(free)} free on the disk</span>}
      </p>
      <ul className="mt-3 divide-y divide-line text-sm">
        {orgs.map((org) => (
          <li key={org.slug} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
            <Link href={orgHref(org.slug)} className="hover:text-accent hover:underline [overflow-wrap:anywhere]">
              {org.slug}
            </Link>
            <span className="text-muted tabular-nums">
              {formatPlural(org.repo_count, 'repository', 'repositories')}, {formatBytes(org.disk_bytes)}
              {org.quota_bytes !== null && ` of ${formatBytes(org.quota_bytes)}`}
            </span>
          </li>
        ))}
      </ul>
      {orphans.length > 0 && (
        <div className="mt-4 text-sm">
          <p className="text-muted">
            {formatPlural(orphans.length, 'folder')} below mirrors belong{orphans.length === 1 ? 's' : ''} to no
            repository that this database knows. If one should stay, move it away before it is removed.
          </p>
          <ul className="mt-2 grid gap-1">
            {orphans.map(({ folder, removed_at }) => (
              <li key={folder} className="[overflow-wrap:anywhere]">
                <code className="text-xs">{folder}</code>{' '}
                <span className="text-muted">
                  is removed after <time dateTime={removed_at}>{removed_at.slice(0, 16).replace('T', ' ')} UTC</time>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
