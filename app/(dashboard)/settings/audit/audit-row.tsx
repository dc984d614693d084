// One entry of the audit log; what was before and after unfolds without a script.
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { AuditLogEntry } from '@/lib/audit/read/entry';

const KINDS: Record<AuditLogEntry['actor']['kind'], string> = {
  person: 'somebody whose account is gone',
  organisation: 'an organisation that is gone',
  operator: 'the operator',
  system: 'Freshet itself',
  visitor: 'a visitor',
};

export function AuditRow({ entry }: { entry: AuditLogEntry }) {
  const { actor, token, subject, network } = entry;
  const details = (['before', 'after'] as const).flatMap((label) => {
    const told = entry[label];
    return told === null || Object.keys(told).length === 0 ? [] : [{ label, told }];
  });
  const from = network?.replace(/\/(?:32|128)$/, '');
  return (
    <li className="px-4 py-2.5 text-sm">
      <p className="[overflow-wrap:anywhere]">
        <span className="font-mono text-xs font-medium">{entry.verb}</span>{' '}
        <span className="font-medium">{subject.name ?? subject.id ?? subject.kind}</span>
      </p>
      <p className="text-2xs text-muted [overflow-wrap:anywhere]">
        <RelativeTime at={entry.at} /> by {actor.name ?? KINDS[actor.kind]}
        {token && `, by the token ${token.name ?? token.id}`}
        {from && `, from ${from}`}
      </p>
      {details.length > 0 && (
        <details className="mt-1 text-2xs">
          <summary className="cursor-pointer text-muted hover:text-ink">What changed</summary>
          <dl className="mt-1 grid gap-1">
            {details.map(({ label, told }) => (
              <div key={label}>
                <dt className="text-muted">{label}</dt>
                <dd className="font-mono [overflow-wrap:anywhere] whitespace-pre-wrap">
                  {JSON.stringify(told, null, 1)}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
