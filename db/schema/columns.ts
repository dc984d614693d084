// Types of columns that several tables have.
import { customType, timestamp } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** A moment. */
export const at = () => timestamp({ withTimezone: true });
