// For deliveries that delete nothing: what the last release has and the new tree has not comes along, as links to the same files.
import { askHost } from '@/lib/release/host/host-answer';
import { INCOMING, type Places, REV } from '@/lib/release/host/places';
import type { ReleaseHost, ReleaseSpec, SendOptions } from '@/lib/release/spec';

/** rsync on the host itself, from folder to folder; 23: a name is a folder in one and a file in the other. */
const SCRIPT = `
releases=$1 live=$2 partial=$3
cd "$releases" || exit 1
rsync -rlpt --omit-dir-times --ignore-existing '--filter=- /${REV}' '--filter=- /${INCOMING}' "--link-dest=../$live" -- "./$live/" "./$partial/"
code=$?
case $code in 0|24) ;; 23) say clash 1 ;; *) exit $code ;; esac
`;

/** Throws AppError. */
export async function keepVanished(
  host: ReleaseHost,
  places: Places,
  { live, release }: Pick<ReleaseSpec, 'release'> & { live: string },
  { signal, log }: SendOptions,
): Promise<void> {
  const answers = await askHost(host, SCRIPT, [places.releases, live, `${release}.partial`], {
    signal,
    what: 'What is gone from the tree could not be kept',
  });
  if (answers.get('clash') !== null)
    log?.('Some files that are gone from the tree could not be kept: another thing has their name now.');
}
