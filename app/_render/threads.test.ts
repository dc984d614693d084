import { afterAll, describe, expect, it } from 'vitest';
import { answering } from '@/lib/asking';
import { workShare } from '@/lib/shares';
import { readmeHtml } from './readme-html';
import { closeRenderers, colourTexts, renderMarkdown } from './threads';

const place = { repo: 'acme/rivers', revision: 'main', path: 'README.md' };

afterAll(closeRenderers);

describe('rendering threads', () => {
  it('colour and typeset', async () => {
    expect(await colourTexts({ texts: ['const a', '# b'], language: 'TypeScript' })).toHaveLength(2);
    expect(await colourTexts({ texts: ['a'], language: 'Klingon' })).toBeNull();
    expect(await renderMarkdown({ content: '*a*', place })).toEqual({ html: '<p><em>a</em></p>' });
  });

  it('end what takes too long, leave the event loop free meanwhile, and go on', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    expect(await readmeHtml('*a_ '.repeat(50_000), place)).toBeNull();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
    expect(await readmeHtml('*a*', place)).toBe('<p><em>a</em></p>');
  });

  it('try what is hopeless once for all who ask at once, and keep nobody else waiting for long', {
    timeout: 60_000,
  }, async () => {
    const hostile = Array.from({ length: 4 }, (_, i) => `${i} ${'*a_ '.repeat(50_000)}`);
    const asked = hostile.flatMap((content) => [
      readmeHtml(content, place),
      readmeHtml(content, { ...place, revision: 'x' }),
    ]);
    // Its turn does not come in time; that is not held against it.
    expect(await readmeHtml('*c*', place)).toBeNull();
    expect(await Promise.all(asked)).toEqual(asked.map(() => null));
    expect(await readmeHtml('*c*', place)).toBe('<p><em>c</em></p>');
  });

  it('put in the revision that is asked for', async () => {
    for (const revision of ['main', 'a/b']) {
      expect(await readmeHtml('[x](y.md)', { ...place, revision })).toBe(
        `<p><a href="/r/acme/rivers/blob/${encodeURIComponent(revision)}/y.md">x</a></p>`,
      );
    }
  });

  it('answer null for what fails in them', async () => {
    expect(await readmeHtml('<div>'.repeat(20_000), place)).toBeNull();
    expect(await readmeHtml('*b*', place)).toBe('<p><em>b</em></p>');
  });

  it('have a thread left for others where one reader has more to render than may wait', {
    timeout: 60_000,
  }, async () => {
    const asking = (key: string) => ({ caller: { key, isPerson: false }, gone: new AbortController().signal });
    const share = workShare('rendering');
    const crowd = { key: 'network crowd', isPerson: false };
    const { perVisitor, waitingPerCaller } = share.limits;
    const held = await Promise.all(Array.from({ length: perVisitor }, () => share.take(crowd)));
    const gone = new AbortController();
    const waiting = Array.from({ length: waitingPerCaller }, () =>
      share.take(crowd, { signal: gone.signal }).catch(() => {}),
    );
    // Shown plain, without having waited.
    expect(await answering(asking('network crowd'), () => readmeHtml('*crowd*', place))).toBeNull();
    expect(await answering(asking('network other'), () => readmeHtml('*other*', place))).toBe('<p><em>other</em></p>');
    gone.abort();
    await Promise.all(waiting);
    for (const giveBack of held) giveBack();
    expect(await answering(asking('network crowd'), () => readmeHtml('*crowd*', place))).toBe('<p><em>crowd</em></p>');
  });
});
