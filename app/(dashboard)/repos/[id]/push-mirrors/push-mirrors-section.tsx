// Where a repository is pushed on to, how each push goes, and one more.
'use client';
import { Section } from '@/app/_components/ui/section';
import { usePushMirrors } from '@/app/_queries/push-mirrors';
import type { Credential } from '@/lib/credentials/credential';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';
import { AddMirror } from './add-mirror';
import { MirrorRow } from './mirror-row';

interface PushMirrorsProps {
  repoId: string;
  initial: { items: PushMirror[] };
  /** Those of its organisation that the caller may have it use. */
  credentials: Credential[];
  canWrite: boolean;
}

export function PushMirrorsSection({ repoId, initial, credentials, canWrite }: PushMirrorsProps) {
  const mirrors = usePushMirrors(repoId, initial);
  return (
    <Section
      id="push-mirrors"
      title="Push mirrors"
      className="mb-10"
      about="Its branches and tags are pushed on to these places, by force. What was rewritten there is overwritten."
    >
      <div className="grid grid-cols-1 gap-4">
        {mirrors.length > 0 && (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface" aria-label="Push mirrors">
            {mirrors.map((mirror) => (
              <MirrorRow
                key={mirror.id}
                repoId={repoId}
                mirror={mirror}
                credentials={credentials}
                canWrite={canWrite}
              />
            ))}
          </ul>
        )}
        {canWrite && <AddMirror repoId={repoId} credentials={credentials} />}
      </div>
    </Section>
  );
}
