// The field of a filter that takes a part of a name.
import { inputStyle } from './field';

/** How the fields of a filter look beside each other. */
export const filterStyle = `${inputStyle} sm:w-auto`;

/** `label` stands in the field as well. */
export function FilterText({ label, value }: { label: string; value: string | undefined }) {
  return (
    <input
      type="search"
      name="q"
      defaultValue={value}
      maxLength={200}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      aria-label={label}
      placeholder={label}
      className={`${filterStyle} min-w-0 flex-1 basis-48`}
    />
  );
}
