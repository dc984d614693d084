// What a timeline shows of each attempt at a run: its lines, and in words how it went.

import { STAGE_NAMES, STAGES, type Stage } from '@/app/_components/repo/stages';
import { formatDuration } from '@/app/_format';
import type { Run } from '@/lib/runs/run';
import type { AttemptSpans, Span } from './run-spans';

export type LineState = 'done' | 'ahead' | 'now' | 'broken' | 'wait';

export interface Line {
  name: string;
  state: LineState;
  spans: Span[];
  text: string;
}

export interface AttemptPart {
  number: number;
  /** "failed (network)", and what is known of it. */
  outcome: string;
  isBad: boolean;
  detail: string | null;
  lines: Line[];
}

/** The attempts in order; the last has all that is left of the run, and one that is to come stands among them. */
export function attemptParts(status: Run['status'], attempts: AttemptSpans[]): AttemptPart[] {
  const isOpen = status === 'queued' || status === 'running';
  const last = attempts.at(-1);
  const isWaiting = isOpen && last !== undefined && last.outcome !== 'running';
  const shown: AttemptSpans[] =
    last && !isWaiting ? attempts : [...attempts, { ...COMING, number: (last?.number ?? 0) + 1 }];
  const done = new Set<Stage>();
  return shown.map((attempt, i) => {
    const isLast = i === shown.length - 1;
    const stages = STAGES.filter((stage) => attempt.stages[stage] || (isLast && !done.has(stage)));
    for (const stage of stages) if (attempt.stages[stage] && stage !== attempt.openStage) done.add(stage);
    const isReached = (stage: Stage) => attempt.stages[stage] !== undefined;
    const lineOf = (stage: Stage) => stageLine(status, attempt, stage);
    const lines = [
      ...gapLine(attempt, i === 0),
      ...stages.filter(isReached).map(lineOf),
      ...waitLine(status, attempt, isLast, isWaiting && attempt === last),
      ...stages.filter((stage) => !isReached(stage)).map(lineOf),
    ];
    return { number: attempt.number, lines, ...wordsOf(attempt, isLast && status === 'cancelled') };
  });
}

const COMING: Omit<AttemptSpans, 'number'> = {
  outcome: 'running',
  error: null,
  error_kind: null,
  stages: {},
  openStage: null,
  gaps: [],
  wait: null,
};

function wordsOf(
  { outcome, error, error_kind, stages }: AttemptSpans,
  isCancelled: boolean,
): Pick<AttemptPart, 'outcome' | 'isBad' | 'detail'> {
  if (outcome === 'failed') {
    const kind = error_kind ? ` (${error_kind.replaceAll('_', ' ')})` : '';
    return { outcome: `failed${kind}`, isBad: true, detail: error };
  }
  if (outcome === 'cut_off') {
    const detail = isCancelled ? 'The run was cancelled.' : 'Freshet was stopped meanwhile.';
    return { outcome: 'cut off', isBad: true, detail };
  }
  if (outcome === 'succeeded') return { outcome: 'worked', isBad: false, detail: null };
  const isComing = Object.keys(stages).length === 0;
  return { outcome: isComing ? 'follows by itself' : 'under way', isBad: false, detail: null };
}

function stageLine(status: Run['status'], attempt: AttemptSpans, stage: Stage): Line {
  const span = attempt.stages[stage];
  const name = STAGE_NAMES[stage];
  if (!span) return { name, state: 'ahead', spans: [], text: aheadText(status) };
  const isOpen = attempt.openStage === stage;
  const state = !isOpen ? 'done' : attempt.outcome === 'running' ? 'now' : 'broken';
  const most = isOpen && attempt.outcome === 'cut_off' ? 'up to ' : '';
  return { name, state, spans: [span], text: `${most}${formatDuration(span.ms)}` };
}

function aheadText(status: Run['status']): string {
  if (status === 'queued' || status === 'running') return 'to come';
  return status === 'succeeded' || status === 'unchanged' ? 'not needed' : 'not reached';
}

/** Of runs whose first attempts nobody kept, these are the earlier attempts and their waits. */
function gapLine({ gaps, number }: AttemptSpans, isFirst: boolean): Line[] {
  if (gaps.length === 0) return [];
  const name = isFirst && number > 1 ? 'Earlier attempts' : 'Between the steps';
  return [{ name, state: 'wait', spans: gaps, text: formatDuration(gaps.reduce((sum, gap) => sum + gap.ms, 0)) }];
}

function waitLine(status: Run['status'], { wait, number }: AttemptSpans, isLast: boolean, isWaiting: boolean): Line[] {
  if (!wait) return [];
  const end = status === 'cancelled' ? 'Wait until replaced' : 'Wait until given up';
  const text = `${formatDuration(wait.ms)}${isWaiting ? ' so far' : ''}`;
  return [{ name: isLast ? end : `Wait for attempt ${number + 1}`, state: 'wait', spans: [wait], text }];
}
