// Reads what a form holds, in the browser and on the server alike.

/** FormData in the browser, URLSearchParams on the server. */
export interface Fields {
  get: (name: string) => FormDataEntryValue | null;
  getAll: (name: string) => FormDataEntryValue[];
}

/** The texts of all fields of a name: the ticked ones of many boxes. */
export function allOf(form: Fields, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

/** Text of a field, trimmed; undefined if it is empty or missing. */
export function textOf(form: Fields, name: string): string | undefined {
  return wordOf(form, name).trim() || undefined;
}

/** A field as it was typed, for passwords above all; empty if it is missing. */
export function wordOf(form: Fields, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Whether a box is ticked. */
export function isTicked(form: Fields, name: string): boolean {
  return form.get(name) !== null;
}
