// How the newest scan went, by what it was done, and one more.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural, shortSha } from '@/app/_format';
import { commitHref, secretsHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';
import type { Scan, Secrets } from '@/lib/secret-scans/scan';

interface ScanSummaryProps {
  repo: Repo;
  secrets: Secrets;
  canScan: boolean;
}

const AGAIN_MS = 2000;

export function ScanSummary({ repo, secrets, canScan }: ScanSummaryProps) {
  const { scan, scans, scanner, is_scanning: isScanning } = secrets;
  const router = useRouter();
  useEffect(() => {
    if (!isScanning) return;
    const timer = setInterval(() => router.refresh(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isScanning, router]);
  return (
    <div className="mb-8">
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="page-title">Secrets</h1>
        <span className="flex-1" />
        {canScan && (
          <ActionForm action="scan-secrets" fields={{ id: repo.id }}>
            <Button size="sm" type="submit">
              Scan now
            </Button>
          </ActionForm>
        )}
      </div>
      <SentNotice form="scan-secrets" subject={repo.id} className="mb-4" />
      {scanner.problem && (
        <Notice look="bad" title="The scanner of this server does not work" className="mb-4">
          {scanner.problem}
        </Notice>
      )}
      {isScanning && (
        <Notice look="info" className="mb-4" isLive>
          A scan was asked for and has not ended yet.
        </Notice>
      )}
      {scan ? <Outcome scan={scan} /> : <Notice look="info">Nothing was scanned for secrets yet.</Notice>}
      {scan && <About repo={repo} scan={scan} />}
      {scans.length > 1 && <Scans repoId={repo.id} scans={scans} shown={scan?.id} />}
    </div>
  );
}

function Outcome({ scan }: { scan: Scan }) {
  const excepted = scan.found_count - scan.open_count;
  const but = excepted > 0 && ` ${formatPlural(excepted, 'exception')} beside.`;
  if (scan.status === 'failed') {
    return (
      <Notice look="warn" title="It could not be scanned to the end">
        {scan.error} Until a scan works, deliveries that are to be blocked by secrets are blocked.
      </Notice>
    );
  }
  if (scan.status === 'clean') {
    return (
      <Notice look="ok" title="No secrets">
        Nothing was found in {formatPlural(scan.files_scanned, 'file')}.{but}
      </Notice>
    );
  }
  return (
    <Notice look="bad" title={`${formatPlural(scan.open_count, 'secret')} found`}>
      In {formatPlural(scan.files_scanned, 'file')}.{but} Deliveries that are to be blocked by that are blocked.
    </Notice>
  );
}

function About({ repo, scan }: { repo: Repo; scan: Scan }) {
  const name = `${repo.org}/${repo.name}`;
  return (
    <div className="mt-3 text-xs text-muted">
      <p>
        {scan.scope === 'tree' ? 'The files of ' : 'The commits up to '}
        <Link href={commitHref(name, scan.commit)} className="font-mono hover:text-accent hover:underline">
          {shortSha(scan.commit)}
        </Link>
        {scan.subfolder && ` below ${scan.subfolder}`}, by {scan.scanner} {scan.scanner_version},{' '}
        <RelativeTime at={scan.ended_at} />.
      </p>
      {scan.config_path && (
        <p className="mt-1 [overflow-wrap:anywhere]">
          {scan.scanner === 'gitleaks'
            ? `By the repository's own configuration, ${scan.config_path}: what that allows is not found.`
            : `The repository has a configuration for gitleaks, ${scan.config_path}, which ${scan.scanner} does not read.`}
        </p>
      )}
    </div>
  );
}

const WORDS = { clean: 'no secrets', found: 'secrets found', failed: 'failed' };

function Scans({ repoId, scans, shown }: { repoId: string; scans: Scan[]; shown: string | undefined }) {
  return (
    <details className="mt-3 text-xs text-muted">
      <summary>Earlier scans, and those of deliveries</summary>
      <ul className="mt-2 grid gap-1">
        {scans.map((scan) => (
          <li key={scan.id}>
            <Link
              href={secretsHref(repoId, { scan: scan.id })}
              aria-current={scan.id === shown ? 'page' : undefined}
              className="hover:text-accent hover:underline aria-[current]:font-semibold"
            >
              {scan.scope === 'tree' ? 'Files' : 'Commits'} {shortSha(scan.commit)}
              {scan.subfolder && ` below ${scan.subfolder}`}: {WORDS[scan.status]}
            </Link>
            , <RelativeTime at={scan.ended_at} />
          </li>
        ))}
      </ul>
    </details>
  );
}
