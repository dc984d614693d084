// What the thread does: secretlint's recommended rules over texts. Secrets become fingerprints here and never leave it.
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { lintSource } from '@secretlint/core';
import { creator, rules } from '@secretlint/secretlint-rule-preset-recommend';
import { fingerprintOf } from './fingerprint';

export interface LookAt {
  key: Uint8Array;
  texts: { path: string; text: string }[];
}

export interface FoundText {
  /** Which of the texts, by its number. */
  text: number;
  /** 1-based, in the text. */
  line: number;
  rule: string;
  title: string;
  fingerprint: string;
}

// secretlint keeps when each rule began and ended with each text, without end: the thread would run out of memory.
performance.mark = () => undefined as never;

const PREFIX = '@secretlint/secretlint-rule-';
/** Obeys comments that let everything after them pass: whoever commits a secret could write one above it. */
const COMMENTS = `${PREFIX}filter-comments`;
const recommended: typeof creator = {
  ...creator,
  create(context) {
    // To be switched off in the configuration does nothing to a rule of a preset.
    for (const rule of rules) if (rule.meta.id !== COMMENTS) context.registerRule(rule);
  },
};
const config = { rules: [{ id: `${PREFIX}preset-recommend`, rule: recommended, options: {} }] };
const ALLOW = 'gitleaks:allow';

export async function lookAt({ key, texts }: LookAt): Promise<FoundText[]> {
  const found: FoundText[] = [];
  for (const [index, { path: name, text }] of texts.entries()) {
    const { messages } = await lintSource({
      source: { content: text, filePath: `/${name}`, ext: path.posix.extname(name), contentType: 'text' },
      options: { config, locale: 'en', noPhysicFilePath: true },
    });
    for (const { type, ruleId, messageId, range, loc } of messages) {
      if (type !== 'message' || isAllowed(text, range)) continue;
      const rule = ruleId.replace(PREFIX, '');
      const secret = text.slice(range[0], range[1]);
      const fingerprint = fingerprintOf(Buffer.from(key), { rule, path: name, secret });
      found.push({ text: index, line: loc.start.line, rule, title: wordsOf(messageId), fingerprint });
    }
  }
  return found;
}

/** The comment that gitleaks knows, in a line of the secret. */
function isAllowed(text: string, [start, end]: readonly [number, number]): boolean {
  const from = text.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
  const to = text.indexOf('\n', end);
  return text.slice(from, to < 0 ? undefined : to).includes(ALLOW);
}

/** `AWSSecretAccessKey` and `SLACK_TOKEN` in words: messages themselves quote the secret. */
function wordsOf(id: string): string {
  return id
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
}
