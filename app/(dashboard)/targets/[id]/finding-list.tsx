// What a test of a target found, one thing a line.
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Target } from '@/lib/targets/target';

type Finding = NonNullable<Target['findings']>[number];

const NAMES: Record<Finding['what'], string> = {
  connection: 'Connection',
  shell: 'Shell',
  rsync: 'rsync',
  rights: 'Rights',
  disk: 'Disk',
  link: 'Live path',
};

export function FindingList({ findings }: { findings: Finding[] }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {findings.map((finding) => (
        <FindingRow key={`${finding.what} ${finding.text}`} finding={finding} />
      ))}
    </ul>
  );
}

function FindingRow({ finding: { what, is_ok: isOk, text } }: { finding: Finding }) {
  const Icon = isOk ? CircleCheck : TriangleAlert;
  return (
    <li className="flex gap-3 px-4 py-2.5 text-sm">
      <Icon className={`mt-0.5 size-4 shrink-0 ${isOk ? 'text-ok' : 'text-bad'}`} aria-hidden="true" />
      <div className="min-w-0 flex-1 sm:flex sm:gap-3">
        <h3 className="shrink-0 font-medium sm:w-24">
          {NAMES[what]}
          <span className="sr-only">{isOk ? ': good' : ': will not do'}</span>
        </h3>
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">{text}</p>
      </div>
    </li>
  );
}
