import { expect, it } from 'vitest';
import { errorKind, runTrigger } from '@/db/schema';
import { errorText, triggerText } from './stages';

it('says how a run was started, and by whom', () => {
  for (const trigger of runTrigger.enumValues) {
    expect(triggerText({ trigger, requested_by: null })).toMatch(/^[a-zA-Z ]+$/);
    expect(triggerText({ trigger, requested_by: 'Ann' })).toMatch(/^[a-zA-Z ]+, Ann$/);
  }
  expect(triggerText({ trigger: 'repair', requested_by: null })).toBe('by a repair');
  expect(triggerText({ trigger: 'repair', requested_by: 'Ann' })).toBe('after a change, Ann');
});

it('says every kind of error in words', () => {
  for (const kind of errorKind.enumValues) expect(errorText(kind)).toMatch(/^[a-z ]+$/);
  expect(errorText('too_large')).toBe('too large');
  expect(errorText(null)).toBe('');
});
