// What lies in the bin, for those who may delete it.
import { handle, json, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { listBin } from '@/lib/repos/life/list-bin';

export const GET = handle(async ({ request, ctx }) => json(await listBin(ctx, readQuery(request, pageQuery))));
