// Which hosts are listed.
import Link from 'next/link';
import { HOST_STATE } from '@/app/_components/delivery/delivery-words';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { FilterText, filterStyle } from '@/app/_components/ui/forms/filter-text';
import { LiveFilter } from '@/app/_components/ui/forms/live-filter';
import { WORST_FIRST } from '@/lib/deliveries/board/board-item';
import type { BoardFilter } from '@/lib/deliveries/board/list-board';
import type { BoardChoices } from '@/lib/deliveries/board/list-board-filters';

export function BoardFilterForm({ asked, choices }: { asked: BoardFilter; choices: BoardChoices }) {
  const states: [string, string][] = [
    ['', 'All states'],
    ['differs', 'All but in sync'],
    ...WORST_FIRST.map((state): [string, string] => [state, HOST_STATE[state].text]),
  ];
  return (
    <LiveFilter label="Filter hosts" className="mb-3 flex flex-wrap items-center gap-2">
      <FilterText label="A part of the repository or host" value={asked.q} />
      <Choice name="state" label="State" value={asked.state} options={states} />
      {(choices.orgs.length > 1 || asked.org !== undefined) && (
        <Choice name="org" label="Organisation" value={asked.org} options={named('All organisations', choices.orgs)} />
      )}
      {(choices.groups.length > 0 || asked.group !== undefined) && (
        <Choice name="group" label="Group" value={asked.group} options={named('All groups', choices.groups)} />
      )}
      {asked.repo && <input type="hidden" name="repo" value={asked.repo} />}
      {asked.delivery && <input type="hidden" name="delivery" value={asked.delivery} />}
      <Button type="submit">Show</Button>
      {Object.keys(asked).length > 0 && (
        <Link href="/board" prefetch={false} className={buttonStyle({ look: 'quiet' })}>
          Clear
        </Link>
      )}
    </LiveFilter>
  );
}

function named(all: string, names: string[]): [string, string][] {
  return [['', all], ...names.map((name): [string, string] => [name, name])];
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | undefined;
  options: [string, string][];
}

function Choice({ name, label, value = '', options }: ChoiceProps) {
  return (
    <select name={name} aria-label={label} defaultValue={value} className={`${filterStyle} sm:max-w-48`}>
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}
