// What an empty repository that is hosted here shows: how the first commit comes in.
import Link from 'next/link';
import { CopyButton } from '@/app/_components/ui/copy-button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { surroundings } from '@/app/_http/context';
import type { Repo } from '@/lib/repos/repo';
import { cloneUrlOf } from './clone-address';

export async function HowToPush({ repo }: { repo: Repo }) {
  const { auth, readOnly } = surroundings().env;
  if (readOnly || !repo.you_may.includes('push') || repo.status === 'archived') {
    return (
      <EmptyState picture={<EmptyPicture />} title="This repository is empty">
        Nothing has been pushed to it yet. What is pushed here shows up at once.
      </EmptyState>
    );
  }
  const url = await cloneUrlOf(repo);
  const branch = repo.default_branch ?? 'main';
  return (
    <div className="mx-auto max-w-2xl py-8">
      <h2 className="text-lg font-semibold tracking-tight">This repository is empty</h2>
      <p className="mt-1 mb-4 text-sm text-muted">What is pushed here is searchable at once. Its address:</p>
      <CopyField label="clone address" value={url} />
      <Commands
        title="Push what you have"
        lines={[`git remote add origin ${url}`, `git push -u origin ${quoted(branch)}`]}
      />
      <Commands
        title="Or begin here"
        lines={[
          `git clone ${url}`,
          `cd ${quoted(repo.name)}`,
          `git checkout -b ${quoted(branch)}`,
          'echo "# Hello" > README.md',
          'git add README.md',
          'git commit -m "Begin"',
          `git push -u origin ${quoted(branch)}`,
        ]}
      />
      {auth === 'accounts' && (
        <p className="mt-5 text-sm text-muted">
          git asks for a name and a password: any name will do, and the password is a token with the scope write, which
          you make in the{' '}
          <Link href="/settings" className="underline hover:text-accent">
            settings
          </Link>
          .
        </p>
      )}
    </div>
  );
}

function Commands({ title, lines }: { title: string; lines: string[] }) {
  const text = lines.join('\n');
  return (
    <section className="mt-6">
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="text-sm font-medium">{title}</h3>
        <CopyButton value={text} what="commands" className="rounded-md p-1.5 text-muted hover:text-accent" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard. */}
      <pre className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-xs" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

/** For a shell: names of branches may have what it takes for its own. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
