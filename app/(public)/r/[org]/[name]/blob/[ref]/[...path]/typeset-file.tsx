// A Markdown file as it is meant to be read.
import { LinesInSource } from './lines-in-source';

export function TypesetFile({ html, sourceHref }: { html: string; sourceHref: string }) {
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised where it is made. */}
      <div className="markdown p-4 sm:p-8" dangerouslySetInnerHTML={{ __html: html }} />
      <LinesInSource sourceHref={sourceHref} />
    </>
  );
}
