// Says that this server refuses changes.
import { Notice } from '@/app/_components/ui/notice';

export function ReadOnlyNotice() {
  return (
    <Notice look="info" title="This server is read-only" className="mb-4">
      Repositories can be searched and read here, but not changed or synced.
    </Notice>
  );
}
