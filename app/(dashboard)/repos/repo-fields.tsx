// The fields of a repository's settings, for adding one and for changing one.
'use client';
import { useId } from 'react';
import { Field, inputStyle } from '@/app/_components/ui/forms/field';
import type { Repo } from '@/lib/repos/repo';

const INTERVALS: [seconds: number | null, text: string][] = [
  [null, 'As often as upstream moves'],
  [60, 'Every minute'],
  [300, 'Every 5 minutes'],
  [900, 'Every 15 minutes'],
  [3600, 'Every hour'],
  [86_400, 'Every day'],
  [0, 'Only when asked'],
];

export function IntervalField({ value, isLocal = false }: { value: number | null; isLocal?: boolean }) {
  const id = useId();
  const isKnown = INTERVALS.some(([seconds]) => seconds === value);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {isLocal ? 'Check the folder' : 'Check upstream'}
      </label>
      <select id={id} name="interval" defaultValue={value ?? ''} className={inputStyle} aria-describedby={`${id}-hint`}>
        {!isKnown && <option value={value ?? ''}>Every {value} seconds</option>}
        {INTERVALS.map(([seconds, text]) => (
          <option key={text} value={seconds ?? ''}>
            {text}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="text-xs text-muted">
        {isLocal
          ? 'Its branches are watched: what is committed there is synced at once. This is for what watching misses; at most 5 minutes unless you say more. What is not committed is not searchable.'
          : 'The button, the API and webhooks ask at any time. Following upstream means every 45 seconds to 8 hours.'}
      </p>
    </div>
  );
}

interface BranchesFieldProps {
  value: Repo['branches'];
  defaultBranch: string | null;
  missing?: string[];
}

export function BranchesField({ value, defaultBranch, missing = [] }: BranchesFieldProps) {
  return (
    <Field
      label="Branches to search"
      name="branches"
      defaultValue={value?.join(', ') ?? ''}
      placeholder={defaultBranch ?? 'the default branch'}
      hint={
        <>
          Separated by commas. Leave it empty for the default branch alone.
          {missing.length > 0 && (
            <span className="block text-bad">Upstream has no branch {missing.join(', ')}: it cannot be searched.</span>
          )}
        </>
      }
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
    />
  );
}

/** Which branches are fetched at all, of a very large source. */
export function PatternsField({ value }: { value: readonly string[] | null }) {
  return (
    <Field
      label="Fetch only the branches"
      name="patterns"
      defaultValue={value?.join(', ') ?? ''}
      placeholder="all, and all tags"
      hint="For a very large source: names with commas between them, * for any part, such as release/*. The default branch always comes along, tags do not."
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
    />
  );
}
