import { expect, it } from 'vitest';
import { openBoth } from './open-both';

const closed: string[] = [];
const opened = async (name: string, after: Promise<void> = Promise.resolve()) => {
  await after;
  return { name, close: async () => void closed.push(name) };
};
const failed = async (): Promise<{ name: string; close: () => Promise<void> }> => {
  throw new Error('no');
};

it('gives both', async () => {
  const [tree, host] = await openBoth(opened('tree'), opened('host'));
  expect([tree.name, host.name]).toEqual(['tree', 'host']);
  expect(closed).toEqual([]);
});

it('closes the one that was still opening when the other failed', async () => {
  let open = () => {};
  const slow = new Promise<void>((resolve) => {
    open = resolve;
  });
  const both = openBoth(opened('tree', slow), failed());
  open();
  await expect(both).rejects.toThrow('no');
  expect(closed).toEqual(['tree']);
  await expect(openBoth(failed(), opened('host'))).rejects.toThrow('no');
  expect(closed).toEqual(['tree', 'host']);
});
