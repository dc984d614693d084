// Says in a sentence what a schema refused.
import type { z } from 'zod';

/** One sentence per issue, naming the field or parameter. */
export function explain(error: z.ZodError, noun: 'field' | 'parameter'): string {
  return error.issues.map((issue) => sentence(issue, noun)).join(' ');
}

function sentence(issue: z.core.$ZodIssue, noun: string): string {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => JSON.stringify(key)).join(', ');
    return `There is no ${noun} ${keys}${where ? ` in ${where}` : ''}.`;
  }
  const message = issue.message.replace(/\.?$/, '.');
  return where ? `${noun[0]?.toUpperCase()}${noun.slice(1)} ${where}: ${message}` : message;
}
