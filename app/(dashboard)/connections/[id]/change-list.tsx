// What a sync changed, or would: one line for each.
import Link from 'next/link';
import type { Preview } from '@/lib/connections/sync/preview-connection';

type Change = Preview['changes'][number];

const WORDS: Record<Change['kind'], { mark: string; word: string; look: string }> = {
  added: { mark: '+', word: 'added', look: 'text-ok' },
  adopted: { mark: '+', word: 'here already, now followed', look: 'text-ok' },
  renamed: { mark: '→', word: 'renamed', look: 'text-ink' },
  published: { mark: '○', word: 'public', look: 'text-ink' },
  hidden: { mark: '●', word: 'private', look: 'text-warn' },
  missing: { mark: '?', word: 'missing', look: 'text-warn' },
  archived: { mark: '−', word: 'archived', look: 'text-bad' },
  returned: { mark: '+', word: 'back again', look: 'text-ok' },
  skipped: { mark: '!', word: 'skipped', look: 'text-bad' },
};

export function ChangeList({ changes, label }: { changes: Change[]; label: string }) {
  return (
    <ul
      aria-label={label}
      className="max-h-96 divide-y divide-line overflow-y-auto rounded-lg border border-line bg-surface"
    >
      {changes.map((change, index) => {
        const { mark, word, look } = WORDS[change.kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path may stand there twice, and the order never changes.
          <li key={index} className="flex gap-3 px-4 py-1.5 text-xs">
            <span className={`w-3 shrink-0 text-center font-mono ${look}`} aria-hidden="true">
              {mark}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {change.repo_id === null ? (
                <span className="font-mono">{change.path}</span>
              ) : (
                <Link href={`/repos/${change.repo_id}`} className="font-mono hover:text-accent hover:underline">
                  {change.path}
                </Link>
              )}{' '}
              <span className={look}>{word}</span>
              {change.detail !== null && <span className="block text-muted">{change.detail}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
