// Copies a text, or what an address of ours serves. Not there without JavaScript.
'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

interface CopyButtonProps {
  /** The text, or with `isAddress` where it is. */
  value: string;
  isAddress?: boolean;
  /** What is copied, for people: "path". */
  what: string;
  className: string;
}

export function CopyButton({ value, isAddress = false, what, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);

  async function copy() {
    try {
      await write(isAddress ? await textAt(value) : value);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }

  const Icon = outcome === 'copied' ? Check : Copy;
  const label = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not copied' : `Copy ${what}`;
  return (
    <button type="button" onClick={copy} onBlur={() => setOutcome(null)} title={`Copy ${what}`} className={className}>
      <Icon className="size-3.5" aria-hidden="true" />
      <span role="status" className="sr-only">
        {label}
      </span>
    </button>
  );
}

async function textAt(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return await answer.text();
}

async function write(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  // Over plain http browsers give no clipboard, but copy what is selected.
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  const held = document.activeElement;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (held instanceof HTMLElement) held.focus();
  if (!isCopied) throw new Error('The browser does not copy.');
}
