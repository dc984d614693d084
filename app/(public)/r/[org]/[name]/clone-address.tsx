// Where a repository is cloned from, behind a word in its header; opens without a script.
import { Download } from 'lucide-react';
import { headers } from 'next/headers';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { surroundings } from '@/app/_http/context';
import { publicOrigin } from '@/app/_http/origin';
import type { Repo } from '@/lib/repos/repo';

/** As other gits take it. */
export async function cloneUrlOf({ org, name }: Pick<Repo, 'org' | 'name'>): Promise<string> {
  const { origin } = publicOrigin(surroundings().env, await headers());
  return `${origin}/${encodeURIComponent(org)}/${encodeURIComponent(name)}.git`;
}

export async function CloneAddress({ repo }: { repo: Repo }) {
  const isOpen = surroundings().env.auth === 'disabled';
  return (
    <details className="group relative">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 px-2 py-2 text-xs text-muted hover:text-accent [&::-webkit-details-marker]:hidden">
        <Download className="size-3.5" aria-hidden="true" />
        Clone
      </summary>
      <div className="absolute right-0 z-20 mt-1 w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-line bg-surface p-3 shadow-lg">
        <CopyField label="clone address" value={await cloneUrlOf(repo)} />
        <p className="mt-2 text-xs text-muted">
          {repo.is_public || isOpen
            ? 'For git clone, over HTTP.'
            : 'For git clone, over HTTP. It asks who you are: give a token as the password, with any user name.'}{' '}
          {repo.kind !== 'hosted' && 'It cannot be pushed to: what arrives at its source appears here.'}
        </p>
      </div>
    </details>
  );
}
