// Findings with rule, file and line, and the form by which one is no secret any more.
'use client';
import Link from 'next/link';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { shortSha } from '@/app/_format';
import { blobHref, commitHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';
import type { Finding, Scan } from '@/lib/secret-scans/scan';

interface FindingListProps {
  repo: Repo;
  scan: Scan;
  findings: Finding[];
  canManage: boolean;
}

export function FindingList({ repo, scan, findings, canManage }: FindingListProps) {
  const seen = new Set<string>();
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {findings.map((finding, index) => {
        // What stands in several places is reviewed once.
        const isFirst = !seen.has(finding.fingerprint);
        seen.add(finding.fingerprint);
        return (
          <FindingRow
            // biome-ignore lint/suspicious/noArrayIndexKey: one secret may stand twice in a line; the list is not reordered.
            key={`${finding.fingerprint} ${index}`}
            repo={repo}
            scan={scan}
            finding={finding}
            canManage={canManage && isFirst}
          />
        );
      })}
    </ul>
  );
}

function FindingRow({ repo, scan, finding, canManage }: Omit<FindingListProps, 'findings'> & { finding: Finding }) {
  const name = `${repo.org}/${repo.name}`;
  const commit = finding.commit ?? scan.commit;
  const view = finding.line === null ? {} : { line: finding.line };
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium [overflow-wrap:anywhere]">
            <Link href={blobHref(name, commit, finding.path, view)} className="hover:text-accent hover:underline">
              {finding.path}
              {finding.line !== null && `, line ${finding.line}`}
            </Link>
          </h3>
          <p className="text-xs text-muted [overflow-wrap:anywhere]">
            <span className="font-mono">{finding.rule}</span>
            {finding.title !== finding.rule && ` · ${finding.title}`}
          </p>
          <p className="text-2xs text-muted">
            {finding.commit && (
              <>
                Brought by{' '}
                <Link href={commitHref(name, finding.commit)} className="font-mono hover:text-accent hover:underline">
                  {shortSha(finding.commit)}
                </Link>
                {' · '}
              </>
            )}
            First found <RelativeTime at={finding.found_at} />
          </p>
        </div>
        <StatusPill {...(finding.is_excepted ? EXCEPTED : OPEN)} />
      </div>
      {canManage && !finding.is_excepted && <ExceptForm repoId={repo.id} finding={finding} />}
      <SentNotice form="except-secret" subject={finding.fingerprint} isRefusalElsewhere />
    </li>
  );
}

const OPEN = { look: 'bad', text: 'Secret' } as const;
const EXCEPTED = { look: 'calm', text: 'Exception' } as const;

function ExceptForm({ repoId, finding }: { repoId: string; finding: Finding }) {
  const sent = useSent('except-secret', finding.fingerprint);
  const error = sent?.error ?? null;
  return (
    <details open={error !== null} className="text-sm">
      <summary className="text-xs text-muted">
        It is no secret<span className="sr-only"> in {finding.path}</span>
      </summary>
      <ActionForm
        action="except-secret"
        fields={{ id: finding.fingerprint, repo: repoId }}
        className="mt-2 grid gap-3 rounded-lg border border-line p-3"
      >
        <Field
          label="Why it is no secret"
          name="reason"
          required
          maxLength={1000}
          autoComplete="off"
          defaultValue={error === null ? '' : (sent?.values.reason ?? '')}
          error={error}
          hint="An example, test data, revoked on this day … Kept with your name. Do not write the secret here."
        />
        <div>
          <Button size="sm" type="submit">
            Make it an exception
          </Button>
        </div>
      </ActionForm>
    </details>
  );
}
