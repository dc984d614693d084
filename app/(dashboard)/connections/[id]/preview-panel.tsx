// What a sync would do now: asked of the host while the page is made.
import { Notice } from '@/app/_components/ui/notice';
import { formatPlural } from '@/app/_format';
import { previewConnection } from '@/lib/connections/sync/preview-connection';
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { ChangeList } from './change-list';

export async function PreviewPanel({ ctx, id }: { ctx: Context; id: string }) {
  const outcome = await previewConnection(ctx, id).catch((error: unknown) => toAppError(error).message);
  if (typeof outcome === 'string') {
    return (
      <Notice look="bad" title="The host could not be asked">
        {outcome}
      </Notice>
    );
  }
  const { listed, left_out, changes, note } = outcome;
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        The host lists {formatPlural(listed, 'repository', 'repositories')}; {left_out} of them are left out.{' '}
        {changes.length === 0 ? 'Nothing would change.' : `${formatPlural(changes.length, 'change')} would be made:`}
      </p>
      {note !== null && <Notice look="info">{note}</Notice>}
      {changes.length > 0 && <ChangeList changes={changes} label="What would change" />}
    </div>
  );
}
