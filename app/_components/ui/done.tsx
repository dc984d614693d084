// That a form's change was taken, beside its button: where it comes and goes without moving anything.
import { CircleCheck } from 'lucide-react';

export function Done({ text }: { text: string | null }) {
  return (
    <p role="status" className="flex items-center gap-1.5 text-sm text-ok">
      {text && (
        <>
          <CircleCheck className="size-4 shrink-0" aria-hidden="true" />
          {text}
        </>
      )}
    </p>
  );
}
