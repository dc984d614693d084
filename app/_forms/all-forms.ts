// Every form that there is, by the name in its address.
import { accountForms } from './account-forms';
import type { Form } from './form';
import { repoForms } from './repo-forms';
import { runForms } from './run-forms';
import { serverForms } from './server-forms';

const forms = { ...accountForms, ...repoForms, ...runForms, ...serverForms };

export type FormName = keyof typeof forms;

export function findForm(name: string): Form | undefined {
  return Object.hasOwn(forms, name) ? forms[name as FormName] : undefined;
}
