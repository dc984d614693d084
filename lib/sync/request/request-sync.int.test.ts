// Who may ask for a sync.
import { describe, expect, it } from 'vitest';
import { added, openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { requestSync } from './request-sync';

openWorld();

describe('who may sync', () => {
  it('asks strangers to sign in, and hides what they may not see', async () => {
    const { id } = await added('acme/public', { 'a.txt': 'x\n' });
    await expect(requestSync(world.as({ kind: 'anonymous' }), id, { trigger: 'manual' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const missing = '00000000-0000-4000-8000-000000000000';
    await expect(requestSync(world.as(SYSTEM), missing, { trigger: 'manual' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses on a read-only server', async () => {
    const { id } = await added('acme/readonly', { 'a.txt': 'x\n' });
    const ctx = { ...world.as({ kind: 'operator' }), env: { ...world.env, readOnly: true } };
    await expect(requestSync(ctx, id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
