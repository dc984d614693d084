// What a search field offers while somebody types: a list to go along by arrows, which takes nothing by itself.
'use client';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { Suggestion } from '@/lib/search/suggest/suggestion';
import { askSuggestions, type Offered } from './ask-suggestions';

/** How long nothing is typed before something is offered. */
const PAUSE_MS = 120;

interface Shown extends Offered {
  /** Index of the one that Enter takes; -1 if none. */
  active: number;
}

/** `onTaken` is called after the field's text was changed by a suggestion. */
export function useSuggestions(input: RefObject<HTMLInputElement | null>, onTaken: () => void) {
  const listId = useId();
  const [shown, setShown] = useState<Shown | null>(null);
  /** Before scripts run it is a field as any other. */
  const [isReady, setIsReady] = useState(false);
  const asking = useRef<{ timer?: ReturnType<typeof setTimeout>; stop?: AbortController }>({});

  const cancel = () => {
    clearTimeout(asking.current.timer);
    asking.current.stop?.abort();
  };
  const close = () => {
    cancel();
    setShown(null);
  };
  useEffect(() => {
    setIsReady(true);
    const { current } = asking;
    return () => {
      clearTimeout(current.timer);
      current.stop?.abort();
    };
  }, []);

  function ask(pauseMs: number) {
    cancel();
    asking.current.timer = setTimeout(async () => {
      const field = input.current;
      if (!field) return;
      const stop = new AbortController();
      asking.current.stop = stop;
      const offered = await askSuggestions(field.value, placeOf(field), stop.signal).catch(() => null);
      if (stop.signal.aborted || document.activeElement !== field) return;
      setShown(offered && offered.suggestions.length > 0 ? { ...offered, active: -1 } : null);
    }, pauseMs);
  }

  /** What is shown, if it is for what stands in the field now. */
  function current(): Shown | null {
    const field = input.current;
    return field && shown && shown.q === field.value && shown.at === placeOf(field) ? shown : null;
  }

  function take({ insert }: Suggestion) {
    const field = input.current;
    const offered = current();
    if (!field || !offered) return close();
    field.setRangeText(insert, offered.start, offered.end, 'end');
    const isOpen = /[:/(]$/.test(insert);
    const at = placeOf(field);
    if (!isOpen && field.value[at] === ' ') field.setSelectionRange(at + 1, at + 1);
    field.focus();
    close();
    onTaken();
    if (isOpen) ask(0);
  }

  function onInput() {
    const field = input.current;
    if (!field) return;
    // Between words there is everything to offer, which is nothing to anybody.
    if (/\S/.test(field.value[placeOf(field) - 1] ?? ' ')) {
      setShown((before) => before && { ...before, active: -1 });
      ask(PAUSE_MS);
    } else close();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const offered = current();
    const active = offered?.suggestions[offered.active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (offered) {
        event.preventDefault();
        setShown({ ...offered, active: step(offered, event.key === 'ArrowDown' ? 1 : -1) });
      } else if (event.key === 'ArrowDown') {
        event.preventDefault();
        ask(0);
      }
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && active) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape') {
      if (shown) event.preventDefault();
      // What was asked for before comes no more, either.
      close();
    } else if (['Enter', 'Tab', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) close();
  }

  const isOpen = shown !== null;
  const active = shown && shown.active >= 0 ? `${listId}-${shown.active}` : undefined;
  return {
    listId,
    shown,
    take,
    close,
    onInput,
    /** What makes the field a combobox. */
    field: {
      onKeyDown,
      onBlur: close,
      ...(isReady
        ? ({
            role: 'combobox',
            'aria-autocomplete': 'list',
            'aria-expanded': isOpen,
            'aria-controls': isOpen ? listId : undefined,
            'aria-activedescendant': active,
          } as const)
        : {}),
    },
  };
}

/** From the last on there is the field itself, and then the first again. */
function step({ active, suggestions }: Shown, by: 1 | -1): number {
  const count = suggestions.length + 1;
  return ((active + 1 + by + count) % count) - 1;
}

function placeOf(field: HTMLInputElement): number {
  return field.selectionStart ?? field.value.length;
}
