// What keeps us from writing or reading our own files, as an error people can act on.
import { AppError } from '@/lib/errors';

export const DISK_FULL = 'The disk under the data folder is full or cannot be written. Free some space and sync again.';
export const DISK_DENIED =
  'Freshet may not read or write the copy of this repository on this server (permission denied). Give the files under ' +
  'mirrors in the data folder back to the user that runs Freshet, then sync again. What was searchable before still is.';

/** An error of the file system as an AppError (kind `disk`); any other error as it is. */
export function diskError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (error instanceof AppError) return error;
  if (['EACCES', 'EPERM'].includes(code)) return new AppError('internal', DISK_DENIED, { kind: 'disk', cause: error });
  if (!['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO', 'EMFILE'].includes(code)) return error;
  return new AppError('internal', DISK_FULL, { kind: 'disk', cause: error });
}
