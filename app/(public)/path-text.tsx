// A path that breaks at its slashes, with the file's own name set off.
import { Fragment } from 'react';

export function PathText({ path }: { path: string }) {
  const parts = path.split('/');
  const name = parts.pop();
  return (
    <>
      <span className="text-muted">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts repeat and never move.
          <Fragment key={index}>
            {part}/<wbr />
          </Fragment>
        ))}
      </span>
      <span className="font-semibold">{name}</span>
    </>
  );
}
