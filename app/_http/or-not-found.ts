// Turns "there is no such thing" into the 404 page; every other failure goes on.
import { notFound } from 'next/navigation';
import { AppError } from '@/lib/errors';

/** Awaits a verb; `not_found` and `invalid` (an address nobody could have been given) show the 404 page. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid')) notFound();
    throw error;
  }
}
