// What can be an id in the database.
import { z } from 'zod';

/** True for text that can be an id here: anything else exists for nobody, and the database is not asked. */
export function isId(text: string): boolean {
  return z.guid().safeParse(text).success;
}
