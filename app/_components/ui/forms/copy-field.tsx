// A text to take elsewhere, with a button that copies it.
'use client';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../button';
import { inputStyle } from './field';

interface CopyFieldProps {
  value: string;
  /** Names the text for screen readers. */
  label: string;
  /** Takes the focus when it appears. */
  isNew?: boolean;
}

export function CopyField({ value, label, isNew = false }: CopyFieldProps) {
  const input = useRef<HTMLInputElement | null>(null);
  const [isCopied, setCopied] = useState(false);

  function copy() {
    // Over plain http browsers give no clipboard: then it is at least selected.
    input.current?.select();
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => {},
    );
  }

  return (
    <div className="flex gap-2">
      <input
        ref={(element) => {
          if (isNew && element && !input.current) element.focus();
          input.current = element;
        }}
        readOnly
        value={value}
        aria-label={label}
        onFocus={(event) => event.target.select()}
        className={`${inputStyle} min-w-0 font-mono text-xs!`}
      />
      <Button onClick={copy}>
        {isCopied ? <Check className="size-4" aria-hidden="true" /> : <Copy className="size-4" aria-hidden="true" />}
        <span>
          {isCopied ? 'Copied' : 'Copy'}
          <span className="sr-only"> {label}</span>
        </span>
      </Button>
    </div>
  );
}
