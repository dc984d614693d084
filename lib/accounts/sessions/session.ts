// The shape of a session that the API and the pages share.
import { z } from 'zod';

export const sessionSchema = z
  .object({
    id: z.uuid(),
    is_current: z.boolean().meta({ description: 'The one that asks.' }),
    browser: z.string(),
    place: z.string().meta({ description: 'Where it was last seen: a network, never a whole address.' }),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().meta({ description: 'To within five minutes.' }),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
