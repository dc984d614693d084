// Takes a list of addresses, a repos.json or the path of a folder, and tells what came of each.
'use client';
import Link from 'next/link';
import { type ChangeEvent, type FormEvent, useId, useRef } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field, inputStyle } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { TextAreaField } from '@/app/_components/ui/forms/text-area-field';
import { Notice } from '@/app/_components/ui/notice';
import { importedCounts, importOf, whichRow } from '@/app/_forms/input/import-input';
import { useImport } from '@/app/_queries/imports';
import type { Imported } from '@/lib/imports/import-settings';

const FORMATS = [
  { value: 'urls', text: 'Addresses, one a line' },
  { value: 'repos.json', text: 'The repos.json of a repo-search installation' },
];
const FOLDER = { value: 'folder', text: 'A folder on this server with many repositories' };

/** `takesFolders`: the server may read folders of its own. */
export function ImportForm({ takesFolders }: { takesFolders: boolean }) {
  const add = useImport();
  const { ref, sent, error } = useForm<HTMLDivElement>('import-repos', add);
  const area = useRef<HTMLTextAreaElement>(null);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    add.mutate(importOf(new FormData(event.currentTarget)));
  }

  return (
    <div ref={ref}>
      <ActionForm action="import-repos" onSubmit={onSubmit} className="grid gap-5">
        <SelectField
          label="What it is"
          name="format"
          defaultValue={sent?.values.format ?? 'urls'}
          options={takesFolders ? [...FORMATS, FOLDER] : FORMATS}
        />
        <TextAreaField
          label={takesFolders ? 'The list, or the full path of the folder' : 'The list'}
          name="content"
          ref={area}
          rows={12}
          required
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          defaultValue={sent?.values.content}
          placeholder={'https://github.com/acme/rivers\n# a comment\ngit@example.com:acme/brooks.git'}
          hint="In a list of addresses, empty lines and what follows a # are passed over."
        />
        <FileField onText={(text) => area.current && Object.assign(area.current, { value: text })} />
        <Field
          label="Organisation (optional)"
          name="org"
          maxLength={100}
          defaultValue={sent?.values.org}
          placeholder="from each name or address"
          hint="All are put into this one; it is made if there is none."
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {error && (
          <Notice look="bad" isLive>
            {error}
          </Notice>
        )}
        {add.data ? <Outcome imported={add.data} /> : add.isIdle && sent?.text && <Done text={sent.text} />}
        <div className="flex justify-end">
          <Button look="primary" type="submit" isBusy={add.isPending}>
            {add.isPending ? 'Importing…' : 'Import'}
          </Button>
        </div>
      </ActionForm>
    </div>
  );
}

/** It only fills the field above, so without a script it is of no use and does no harm. */
function FileField({ onText }: { onText: (text: string) => void }) {
  const id = useId();
  async function onChange({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (file) onText(await file.text());
  }
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Or take it from a file
      </label>
      <input
        id={id}
        type="file"
        accept=".json,.txt,text/plain,application/json"
        onChange={onChange}
        className={`${inputStyle} py-1.5`}
      />
    </div>
  );
}

function Done({ text }: { text: string }) {
  return (
    <Notice look="ok" isLive>
      {text}{' '}
      <Link href="/repos?sort=added" className="underline hover:text-accent">
        See the repositories
      </Link>
    </Notice>
  );
}

function Outcome({ imported }: { imported: Imported }) {
  return (
    <div className="grid gap-3">
      <Done text={importedCounts(imported)} />
      {imported.skipped.length > 0 && (
        <section aria-label="Skipped" className="rounded-lg border border-line bg-surface">
          <h2 className="border-b border-line px-4 py-2 text-sm font-medium">Skipped</h2>
          <ul className="max-h-96 divide-y divide-line overflow-y-auto">
            {imported.skipped.map((one) => (
              <li key={one.row} className="px-4 py-2 text-xs [overflow-wrap:anywhere]">
                <span className="font-mono">{whichRow(one)}</span> <span className="text-muted">{one.reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
