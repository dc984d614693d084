// The field of a filter that takes a part of a name.
import { inputStyle } from './field';

/** How the fields of a filter look beside each other. */
export const filterStyle = `${inputStyle} sm:w-auto`;

interface FilterTextProps {
  name?: string;
  /** Stands in the field as well, unless there is a placeholder. */
  label: string;
  value: string | undefined;
  placeholder?: string | undefined;
  maxLength?: number;
  /** How it takes its place beside others. */
  className?: string;
}

export function FilterText({
  name = 'q',
  label,
  value,
  placeholder = label,
  maxLength = 200,
  className = `${filterStyle} min-w-0 flex-1 basis-48`,
}: FilterTextProps) {
  return (
    <input
      type="search"
      name={name}
      defaultValue={value}
      maxLength={maxLength}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      aria-label={label}
      placeholder={placeholder}
      className={className}
    />
  );
}
