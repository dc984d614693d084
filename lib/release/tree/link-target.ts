// Whether a link stays within the tree that it is in.

/**
 * True if `target`, seen from the folder of the link at `path`, is within the tree. Dots may only lead up at its beginning:
 * behind another name, which may be a link itself, nobody can tell where they lead.
 */
export function staysWithin(path: Buffer, target: Buffer): boolean {
  const parts = target.toString('latin1').split('/');
  if (target.length === 0 || target.includes(0) || parts[0] === '') return false;
  let depth = 0;
  for (const byte of path) if (byte === 0x2f) depth += 1;
  let up = 0;
  let hasBegun = false;
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') hasBegun = true;
    else if (hasBegun) return false;
    else up += 1;
  }
  return up <= depth;
}
