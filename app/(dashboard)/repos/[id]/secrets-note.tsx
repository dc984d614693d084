// Whether a secret stands in this repository, and the way to what was found.
import Link from 'next/link';
import { Notice } from '@/app/_components/ui/notice';
import { secretsHref } from '@/app/_links';

export function SecretsNote({ repoId, isMarked }: { repoId: string; isMarked: boolean }) {
  const link = (
    <Link href={secretsHref(repoId)} className="underline hover:text-accent">
      {isMarked ? 'What was found' : 'Secrets'}
    </Link>
  );
  if (!isMarked)
    return <p className="mb-8 text-sm text-muted">{link}: scans, what they found, and when they are done.</p>;
  return (
    <Notice look="bad" title="Secrets were found in it" className="mb-8">
      Whoever reads it reads them. Deliveries that are set to be blocked by that are blocked. {link}
    </Notice>
  );
}
