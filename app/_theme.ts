// The chosen theme lives in a cookie, so the server paints it: no script, no flash.

export const THEME_COOKIE = 'freshet-theme';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Any unknown value means that the system decides. */
export function toTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}
