// Stacked bars over time: where each lies, in percent of the width and pixels of the height.
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';

export interface StackBar<Key extends string> {
  /** Percent of the width. */
  x: number;
  width: number;
  /** From the bottom up; none that is empty. Pixels from the top. */
  parts: { key: Key; y: number; height: number }[];
}

export interface StackBars<Key extends string> {
  bars: StackBar<Key>[];
  /** Lines across, with whole numbers. */
  ticks: { value: number; y: number }[];
}

/** Percent of the width that the numbers at the lines take. */
const LEFT = 8;
const TOP = 12;
/** What there is one of must still be seen beside a thousand. */
const LEAST = 2;

/** `height` is that of the bars and the room above them, in pixels. */
export function stackBars<Key extends string>(
  rows: Record<Key, number>[],
  keys: readonly Key[],
  height: number,
): StackBars<Key> {
  const most = Math.max(1, ...rows.map((row) => keys.reduce((sum, key) => sum + row[key], 0)));
  const x = scaleBand<number>().domain(rows.keys()).range([LEFT, 100]).paddingInner(0.25);
  const y = scaleLinear().domain([0, most]).nice(3).range([height, TOP]);
  const series = stack<unknown, Record<Key, number>, Key>().keys(keys)(rows);
  const bars = rows.map((_, i) => {
    let top = height;
    const parts = series.flatMap((one) => {
      const [from = 0, to = 0] = one[i] ?? [];
      if (to === from) return [];
      const tall = Math.max(LEAST, y(from) - y(to));
      top -= tall;
      return [{ key: one.key, y: top, height: tall }];
    });
    return { x: x(i) ?? 0, width: x.bandwidth(), parts };
  });
  const ticks = y.ticks(3).filter((value) => Number.isInteger(value) && value > 0);
  return { bars, ticks: ticks.map((value) => ({ value, y: y(value) })) };
}
