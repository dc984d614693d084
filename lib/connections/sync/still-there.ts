// Before anything is taken for vanished, the host is asked for it by its id: a list may have been cut.
import type { HostClient } from '@/lib/connections/hosts/host-repo';

/** Of one sync; the others wait for the next. */
const MOST_ASKED = 100;

/**
 * True for what the host still has, and for what is not asked because there are too many. One that is found after all
 * says that the list was not whole: then nothing more is asked, and nothing is taken for vanished.
 */
export function stillThere(host: Pick<HostClient, 'has'>): (hostId: string) => Promise<boolean> {
  let asked = 0;
  let isListCut = false;
  return async (hostId) => {
    if (isListCut || asked >= MOST_ASKED) return true;
    asked += 1;
    isListCut = await host.has(hostId);
    return isListCut;
  };
}
