// How long ago upstream answered last, in the steps that people and Prometheus are shown.

/** Seconds: a minute, five, fifteen, an hour, eight (the longest that the schedule rests), a day. */
export const AGES = [60, 300, 900, 3600, 28_800, 86_400] as const;
