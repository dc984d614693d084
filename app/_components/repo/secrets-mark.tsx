// Says that a secret was found in a repository, and leads to what is known of it.
import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { secretsHref } from '@/app/_links';

export function SecretsMark({ repoId }: { repoId: string }) {
  return (
    <Link
      href={secretsHref(repoId)}
      className="inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap text-bad hover:underline"
    >
      <KeyRound className="size-3.5" aria-hidden="true" />
      Secrets found
    </Link>
  );
}
