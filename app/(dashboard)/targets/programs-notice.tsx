// Says what this server lacks for deliveries; nothing if it lacks nothing.
import { Notice } from '@/app/_components/ui/notice';
import { deliveryPrograms } from '@/lib/ssh/programs';

export async function ProgramsNotice() {
  const { missing } = await deliveryPrograms();
  if (missing === null) return null;
  return (
    <Notice look="warn" title="Nothing can be delivered from here yet" className="mb-6">
      {missing}
    </Notice>
  );
}
