// Runs that break in each stage: what they committed is used, nothing is done twice, and readers never see half of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from './analyze/analyze';
import { planRun } from './plan/plan';
import { publishRun } from './publish/publish';
import { stageFiles } from './publish/stage-files';
import { openTestIndex, type TestIndex, targetOf } from './testing';
import { analyzeGroup } from './write/analyze-group';
import { insertAnalyses } from './write/insert-analyses';
import { indexBlobs } from './write/write';

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
  // Counts writes where they happen: rows inserted and rolled back count too, so nothing is written twice unnoticed.
  await index.ctx.db.$client.unsafe(`
    create sequence written_blobs;
    create function count_blob() returns trigger language plpgsql as
      $$ begin perform nextval('written_blobs'); return new; end $$;
    create trigger count_blobs after insert on blobs for each row execute function count_blob();`);
});
afterAll(() => index.close());

const written = async () => {
  const [row] = await index.ctx.db.$client<{ n: number }[]>`
    select case when is_called then last_value else 0 end::int as n from written_blobs`;
  return row!.n;
};
const manyFiles = (count: number, text = 'text') =>
  Array.from({ length: count }, (_, i) => [`f${i}.txt`, `${text} ${i}\n${'word '.repeat(400)}\n`] as const);

describe('a run that broke', () => {
  it('while planning starts its plan over', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n', 'b.txt': 'beta\n' });
    const runId = await repo.newRun();
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(planRun(index.ctx, await targetOf(index.ctx, runId), { signal: stop })).rejects.toThrow();
    await index.ctx.db.$client`
      insert into plan_entries (run_id, ref, path, op) values (${runId}, 'main', 'left-over', 'remove')`;
    expect(await planRun(index.ctx, await targetOf(index.ctx, runId))).toMatchObject({ puts: 2, removes: 0 });
    expect(await planRun(index.ctx, await targetOf(index.ctx, runId))).toMatchObject({ puts: 2, removes: 0 });
  });

  it('while indexing goes on where it was and writes no content twice', async () => {
    const repo = await index.repo(manyFiles(900));
    const runId = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, runId));
    const before = await written();
    const stop = new AbortController();
    const broken = indexBlobs(index.ctx, await targetOf(index.ctx, runId), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(broken).rejects.toThrow();
    const [kept] = await index.ctx.db.$client`select count(*)::int as n from blobs where repo_id = ${repo.id}`;
    expect(kept!.n).toBeGreaterThan(0);
    expect(kept!.n).toBeLessThan(900);
    expect(await repo.visible()).toEqual({});

    const resumed = await indexBlobs(index.ctx, await targetOf(index.ctx, runId));
    expect(resumed.blobs).toBe(900 - kept!.n);
    expect((await written()) - before).toBe(900);
    expect((await publishRun(index.ctx, await targetOf(index.ctx, runId))).fileCount).toBe(900);
    expect((await indexBlobs(index.ctx, await targetOf(index.ctx, runId))).blobs).toBe(0);
  });

  it('before publishing is picked up by the next run', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const lost = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, lost));
    await indexBlobs(index.ctx, await targetOf(index.ctx, lost));
    const before = await written();
    const { indexed } = await repo.sync();
    expect(indexed.blobs).toBe(0);
    expect(await written()).toBe(before);
    expect(await repo.visible()).toEqual({ 'a.txt': 'alpha\n' });
  });

  it('after publishing answers the same again', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const { runId, published } = await repo.sync();
    expect(await publishRun(index.ctx, await targetOf(index.ctx, runId))).toEqual(published);
  });

  it('while publishing its first tree has shown nothing, and is made good', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n', 'gone.txt': 'soon gone\n' });
    const lost = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, lost));
    await indexBlobs(index.ctx, await targetOf(index.ctx, lost));
    await stageFiles(index.ctx, repo.id, lost);
    expect(await index.ctx.db.$client`select 1 from indexed_refs where repo_id = ${repo.id}`).toHaveLength(0);
    await repo.git.commit({ 'gone.txt': null, 'b.txt': 'beta\n' });
    expect((await repo.sync()).published).toMatchObject({ added: 2, changed: 0, removed: 0, fileCount: 2 });
    expect(await repo.visible()).toEqual({ 'a.txt': 'alpha\n', 'b.txt': 'beta\n' });
    const blobs = await index.ctx.db.$client`select content from blobs where repo_id = ${repo.id}`;
    expect(blobs).toHaveLength(2);
  });

  it('while publishing a branch that then vanishes leaves no files', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const lost = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, lost));
    await indexBlobs(index.ctx, await targetOf(index.ctx, lost));
    await stageFiles(index.ctx, repo.id, lost);
    await repo.git.renameDefaultBranch('trunk');
    await repo.sync();
    expect(await repo.visible('main')).toEqual({});
    expect(await repo.visible('trunk')).toEqual({ 'a.txt': 'alpha\n' });
  });

  it('leaves nothing behind for ever: the next full comparison drops its contents', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.sync();
    await repo.git.commit({ 'a.txt': 'never shown\n' });
    const lost = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, lost));
    await indexBlobs(index.ctx, await targetOf(index.ctx, lost));
    await repo.git.commit({ 'a.txt': 'shown\n' });
    await index.ctx.db.$client`update repos set compared_at = null where id = ${repo.id}`;
    await repo.sync();
    const rows = await index.ctx.db.$client`select content from blobs where repo_id = ${repo.id}`;
    expect(rows).toMatchObject([{ content: 'shown\n' }]);
  });
});

describe('publish', () => {
  it('refuses a plan whose contents are not all there', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const runId = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, runId));
    await expect(publishRun(index.ctx, await targetOf(index.ctx, runId))).rejects.toMatchObject({
      code: 'internal',
      retryable: true,
    });
    expect(await repo.visible()).toEqual({});
  });

  it('refuses a plan that another run overtook', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.sync();
    await repo.git.commit({ 'a.txt': 'beta\n' });
    const slow = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, slow));
    await indexBlobs(index.ctx, await targetOf(index.ctx, slow));
    await repo.git.commit({ 'a.txt': 'gamma\n' });
    await repo.sync();
    await expect(publishRun(index.ctx, await targetOf(index.ctx, slow))).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    expect(await repo.visible()).toEqual({ 'a.txt': 'gamma\n' });
  });

  it('changes nothing where its transaction fails in the middle', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.sync();
    await repo.git.commit({ 'a.txt': 'beta\n', 'b.txt': 'new\n' });
    const runId = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, runId));
    await indexBlobs(index.ctx, await targetOf(index.ctx, runId));
    const sql = index.ctx.db.$client;
    await sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no room'; end $$;
      create trigger refuse_delete before delete on blobs for each statement execute function refuse();`);
    await expect(publishRun(index.ctx, await targetOf(index.ctx, runId))).rejects.toThrow();
    await sql`drop trigger refuse_delete on blobs`;
    expect(await repo.visible()).toEqual({ 'a.txt': 'alpha\n' });
    expect(await publishRun(index.ctx, await targetOf(index.ctx, runId))).toMatchObject({ added: 1, changed: 1 });
    expect(await repo.visible()).toEqual({ 'a.txt': 'beta\n', 'b.txt': 'new\n' });
  });
});

describe('one bad file', () => {
  it('that stalls its thread is set apart, and the thread is replaced', async () => {
    const text = Buffer.from(Array.from({ length: 200_000 }, (_, i) => `word${i}`).join(' '));
    const group = [
      { sha: '1'.repeat(40), pathClass: '1 - .txt', path: 'a.txt', sizeBytes: text.length, content: text },
      { sha: '2'.repeat(40), pathClass: 'link', path: 'b', sizeBytes: 1, content: null },
    ];
    const options = { signal: new AbortController().signal, log: index.ctx.log };
    const stalled = await analyzeGroup(group, { ...options, groupTimeoutMs: 1, fileTimeoutMs: 1 });
    expect(stalled.map(({ analysis }) => analysis.skipped)).toEqual(['unreadable', 'link']);
    const fine = await analyzeGroup(group, options);
    expect(fine[0]!.analysis).toMatchObject({ skipped: null, lineCount: 1 });
  });

  it('that no parser copes with can be indexed as plain text', async () => {
    const text = Buffer.from('export function zebra() {\n  return stripes;\n}\n');
    const parsed = await analyze('1 - .ts', text);
    const plain = await analyze('1 - .ts', text, { isPlain: true });
    expect(parsed.tsv).toContain('zebra:1A');
    expect(plain).toMatchObject({ skipped: null, language: 'TypeScript', chunks: [expect.anything()] });
    expect(plain.tsv).toMatch(/\bzebra\b/);
    expect(plain.tsv).not.toContain('1A');
  });

  it('that the database refuses is found among good ones', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const analyzed = Array.from({ length: 9 }, (_, i) => ({
      sha: String(i).repeat(40),
      pathClass: '.txt',
      path: `${i}.txt`,
      sizeBytes: 6,
      analysis: {
        language: null,
        isBinary: false,
        isGenerated: false,
        isVendored: false,
        isDocumentation: false,
        skipped: null,
        lineCount: 1,
        content: i === 5 ? 'a\0b' : `good ${i}`,
        tsv: i === 7 ? "'broken" : 'good:1',
        moreWords: i === 3 ? ['left over', 'a"b'] : null,
        symbols: null,
        chunks: [],
      },
    }));
    await insertAnalyses(index.ctx, repo.id, analyzed);
    const rows = await index.ctx.db
      .$client`select sha, skipped, content from blobs where repo_id = ${repo.id} order by sha`;
    expect(rows).toHaveLength(9);
    expect(rows.filter((row) => row.skipped === 'unreadable').map((row) => row.sha[0])).toEqual(['5', '7']);
    expect(rows[4]!.content).toBe('good 4');
  });

  it('stops the run where the mirror lacks it', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    const runId = await repo.newRun();
    await planRun(index.ctx, await targetOf(index.ctx, runId));
    await index.ctx.db.$client`update plan_entries set sha = ${'d'.repeat(40)} where run_id = ${runId}`;
    await expect(indexBlobs(index.ctx, await targetOf(index.ctx, runId))).rejects.toMatchObject({
      kind: 'corrupt',
      retryable: true,
    });
  });
});
