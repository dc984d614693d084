// Steps through system, light and dark, and keeps the choice in a cookie that the server reads.
'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from '@/app/_theme';
import { ActionForm } from '../ui/forms/action-form';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const Icon = ICONS[theme];

  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';

  function step() {
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and needs a secure origin.
    document.cookie = `${THEME_COOKIE}=${next};path=/;max-age=31536000;samesite=lax`;
  }

  return (
    <ActionForm action="theme" fields={{ theme: next }} onSubmit={step}>
      <button
        type="submit"
        aria-label={`Theme: ${theme}. Change it.`}
        title={`Theme: ${theme}`}
        className="inline-flex size-9 items-center justify-center rounded-md text-muted transition-colors hover:bg-sunken hover:text-ink"
      >
        <Icon className="size-4" aria-hidden="true" />
      </button>
    </ActionForm>
  );
}
