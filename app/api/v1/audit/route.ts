// The audit log, for those who administer: page by page, or all of it as one line of JSON for each entry.
import { handle, json, readQuery } from '@/app/_http/respond';
import { auditQuery } from '@/app/api/_params';
import { readableEntries } from '@/lib/audit/read/audit-filter';
import { exportAudit, listAudit } from '@/lib/audit/read/list-audit';

const LINES = 'application/x-ndjson';

export const GET = handle(async ({ request, ctx }) => {
  const { format, limit, cursor, ...filter } = readQuery(request, auditQuery);
  const isExport = format === undefined ? wantsLines(request) : format === 'ndjson';
  if (!isExport) return json(await listAudit(ctx, filter, { limit, cursor }));
  // Before the head of the answer has gone.
  readableEntries(ctx);
  return new Response(linesOf(exportAudit(ctx, filter)), {
    headers: {
      'content-type': `${LINES}; charset=utf-8`,
      'content-disposition': 'attachment; filename="freshet-audit.ndjson"',
      'cache-control': 'no-store',
    },
  });
});

function wantsLines(request: Request): boolean {
  return (request.headers.get('accept') ?? '').split(',').some((type) => type.split(';')[0]?.trim() === LINES);
}

/** Each piece is read when the client has taken the one before; none is, once it has gone. */
function linesOf(pieces: AsyncGenerator<object[], void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value.map((entry) => `${JSON.stringify(entry)}\n`).join('')));
      },
      cancel: async () => {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}
