// Patterns of repositories' names: * stands for any characters, ? for one.

/** In any case; takes time in proportion to both lengths at most, whatever the pattern. */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let [p, t] = [0, 0];
  /** After the last star, and where in the text it was last tried to end. */
  let [star, resume] = [-1, 0];
  while (t < given.length) {
    if (p < wanted.length && wanted[p] === '*') {
      star = p + 1;
      p = star;
      resume = t;
    } else if (p < wanted.length && (wanted[p] === '?' || wanted[p] === given[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      resume += 1;
      p = star;
      t = resume;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(p));
}
