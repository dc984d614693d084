// What stands where files would be while the copy on this server is missing or damaged.
import { Notice } from '@/app/_components/ui/notice';

export function Unreadable({ message }: { message: string }) {
  return (
    <Notice look="warn" title="Its files cannot be shown right now">
      {message} What was indexed is still found by search.
    </Notice>
  );
}
