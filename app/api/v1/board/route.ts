// Hosts × repositories, the worst first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { boardQuery } from '@/app/api/_params';
import { listBoard } from '@/lib/deliveries/board/list-board';

export const GET = handle(async ({ request, ctx }) => json(await listBoard(ctx, readQuery(request, boardQuery))));
