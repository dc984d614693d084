// What repositories take on the disk, for administrators.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { readStorage } from '@/lib/status/read-storage';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json(await readStorage(ctx));
});
