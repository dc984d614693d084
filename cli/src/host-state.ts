// How a host stands, in colours.
import type { Colour } from './terminal/colour';

const COLOURS: Record<string, Colour> = {
  in_sync: 'green',
  delivered: 'green',
  unchanged: 'green',
  behind: 'yellow',
  ahead: 'yellow',
  partial: 'yellow',
  cancelled: 'yellow',
  never: 'yellow',
  unknown: 'yellow',
  diverged: 'red',
  changed: 'red',
  interrupted: 'red',
  foreign: 'red',
  unreachable: 'red',
  failed: 'red',
  blocked: 'red',
};

/** The colour of a host's state or a run's status, if it has one. */
export function hostColour(state: string): { colour?: Colour } {
  const colour = COLOURS[state];
  return colour ? { colour } : {};
}
