// A labelled choice of a few, which looks like the other fields.
import { type ComponentProps, useId } from 'react';
import { inputStyle } from './field';

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'id'> {
  label: string;
  /** The label is for screen readers alone: what stands around it says it to everybody else. */
  isLabelHidden?: boolean;
  options: readonly { value: string; text: string }[];
}

export function SelectField({ label, isLabelHidden = false, options, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <select id={id} className={inputStyle} {...select}>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
