// The lines of a result as HTML: coloured, with what was looked for marked.
import type { SearchMatch } from '@/lib/search/search';
import { lineHtml } from './line-html';
import { snippetTokens } from './snippet-tokens';

/** One string for each line. Neighbouring lines are coloured together: a comment or a string may span them. */
export async function matchesHtml(matches: SearchMatch[], language: string | null): Promise<string[]> {
  const blocks: SearchMatch[][] = [];
  for (const match of matches) {
    const block = blocks.at(-1);
    if (block && block.at(-1)?.line === match.line - 1) block.push(match);
    else blocks.push([match]);
  }
  const texts = blocks.map((block) => block.map(({ text }) => text).join('\n'));
  const coloured = await snippetTokens(texts, language);
  return blocks.flatMap((block, at) => {
    const lines = coloured?.[at];
    return block.map(({ text, ranges }, index) =>
      lineHtml((lines?.length === block.length && lines[index]) || [[null, text]], ranges),
    );
  });
}
