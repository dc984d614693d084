// Ends what waits for a client that has stopped, or nearly: a place is for somebody who uses it.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes a second, over each span: slower is as good as gone. */
const SLOWEST = 1024;
const LOOKS = 4;

/**
 * Calls `onSlow` once if the client keeps us waiting for `ms`, and moves hardly anything meanwhile. While it is git that
 * takes its time, `isGitBusy`, nobody counts. Returns what ends the watch.
 */
export function watchClient(
  request: IncomingMessage,
  response: ServerResponse,
  { ms, isGitBusy, onSlow }: { ms: number; isGitBusy: () => boolean; onSlow: () => void },
): () => void {
  const { socket } = request;
  const moved = () => socket.bytesRead + socket.bytesWritten - response.writableLength;
  let since = performance.now();
  let before = moved();
  const timer = setInterval(() => {
    const isItsTurn = !isGitBusy() && (response.writableNeedDrain || response.writableEnded || !request.complete);
    const enough = (SLOWEST * ms) / 1000;
    if (!isItsTurn || moved() - before >= enough) {
      since = performance.now();
      before = moved();
    } else if (performance.now() - since >= ms) {
      clearInterval(timer);
      onSlow();
    }
  }, ms / LOOKS).unref();
  return () => clearInterval(timer);
}
