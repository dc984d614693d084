// The button that tries a target.
'use client';
import { useRouter } from 'next/navigation';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useTestTarget } from '@/app/_queries/targets';

export function TestHost({ id }: { id: string }) {
  const router = useRouter();
  const test = useTestTarget(id);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <ActionForm
        action="test-host"
        fields={{ id }}
        onSubmit={() => test.mutate(undefined, { onSettled: () => router.refresh() })}
      >
        <Button look="primary" type="submit" isBusy={test.isPending}>
          {test.isPending ? 'Testing…' : 'Test it'}
        </Button>
      </ActionForm>
      <span role="status" className={`text-sm ${test.error ? 'text-bad' : 'text-muted'}`}>
        {test.error?.message ?? (test.isSuccess ? outcome(test.data.findings) : '')}
      </span>
    </div>
  );
}

function outcome(findings: readonly { is_ok: boolean }[] | null): string {
  const isGood = (findings ?? []).every((finding) => finding.is_ok);
  return isGood ? 'Everything that a delivery needs is there.' : 'Something is missing: see below.';
}
