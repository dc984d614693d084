// Twenty thousand files on three hosts: twenty that change travel alone, and a host that is away holds none of the others.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSyncRev } from '@/lib/release/host/read-sync-rev';
import { startTestHosts, type TestHosts, treeAt } from '@/lib/release/testing';
import { sendRelease } from './send-release';

const FILES = 20_000;
let hosts: TestHosts;

beforeAll(async () => {
  hosts = await startTestHosts();
});
afterAll(() => hosts?.close());

const name = (at: number) => `folder-${at % 100}/some-part/file-${at}.txt`;
const content = (at: number) => `${at} ${'content that does not change\n'.repeat(at % 20)}`;

it('sends what changed and nothing else', async () => {
  const three = await Promise.all([hosts.start(), hosts.start(), hosts.start()]);
  const [first, second, third] = await Promise.all(three.map((host) => hosts.open(host)));
  const site = await hosts.place(
    first!,
    '/srv/unused',
    Array.from({ length: FILES }, (_, at) => [name(at), content(at)] as const),
  );
  const staged = await site.stage();
  const deliver = (at: number, tree = staged) =>
    sendRelease(
      [first!, second!, third!][at]!,
      tree,
      site.spec(tree, { path: path.join(three[at]!.root, 'site'), previous: null }),
    );
  const sent = await Promise.all([deliver(0), deliver(1)]);
  expect(sent.map(({ filesSent }) => filesSent)).toEqual([FILES, FILES]);
  await third!.close();
  await three[2]!.cut();
  await three[2]!.refuseNew();
  await staged.close();

  const changed = Array.from({ length: 20 }, (_, at) => [name(at * 997), `changed ${at} ${'x'.repeat(1000)}`] as const);
  await site.repo.commit(changed);
  const next = await site.stage();
  for (const host of three) host.bytes();
  const [one, other, away] = await Promise.allSettled([deliver(0, next), deliver(1, next), deliver(2, next)]);
  expect([one, other]).toMatchObject([{ value: { filesSent: 20 } }, { value: { filesSent: 20 } }]);
  expect(away?.status).toBe('rejected');
  for (const host of three.slice(0, 2)) {
    const { sent: out, received } = host.bytes();
    // Names, times and the twenty: the content of all would be some six megabytes.
    expect(out + received).toBeLessThan(1_000_000);
  }
  const tree = treeAt(path.join(three[1]!.root, 'site'));
  expect(Object.keys(tree)).toHaveLength(FILES);
  expect(tree).toMatchObject(Object.fromEntries(changed));

  // Nothing to do: what is asked and answered, and no content.
  const again = await deliver(0, next);
  expect(again).toMatchObject({ outcome: 'unchanged', filesSent: 0, bytesOnWire: 0 });
  const { sent: out, received } = three[0]!.bytes();
  expect(out + received).toBeLessThan(50_000);
  expect((await readSyncRev(first!, path.join(three[0]!.root, 'site'))).rev?.commit).toBe(next.commit);
  await next.close();
});
