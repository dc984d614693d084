// How a target stands, in a word.
import { type Look, StatusPill } from '@/app/_components/repo/status-pill';
import type { Target } from '@/lib/targets/target';

export function TargetState({ target }: { target: Pick<Target, 'is_enabled' | 'findings' | 'host_key'> }) {
  return <StatusPill {...stateOf(target)} />;
}

function stateOf({ is_enabled: isEnabled, findings, host_key: hostKey }: Parameters<typeof TargetState>[0]['target']): {
  look: Look;
  text: string;
} {
  if (!isEnabled) return { look: 'calm', text: 'Switched off' };
  if (hostKey?.pending) return { look: 'bad', text: 'Another host key' };
  if (findings === null) return { look: 'calm', text: 'Not tested' };
  if (findings.every((finding) => finding.is_ok)) return { look: 'ok', text: 'Ready' };
  return { look: 'bad', text: 'Something is missing' };
}
