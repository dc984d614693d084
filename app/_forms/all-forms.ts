// Every form that there is, by the name in its address.
import { accountForms } from './account-forms';
import { connectionForms } from './connection-forms';
import { credentialForms } from './credential-forms';
import { deliveryForms } from './delivery/delivery-forms';
import { hostForms } from './delivery/host-forms';
import { secretForms } from './delivery/secret-forms';
import { verifyForms } from './delivery/verify-forms';
import type { Form } from './field/form';
import { importForms } from './import-forms';
import { lifeForms } from './life-forms';
import { orgForms } from './org-forms';
import { pushMirrorForms } from './push-mirror-forms';
import { repoForms } from './repo-forms';
import { runForms } from './run-forms';
import { serverForms } from './server-forms';
import { tokenForms } from './token-forms';

const forms = {
  ...accountForms,
  ...connectionForms,
  ...credentialForms,
  ...deliveryForms,
  ...hostForms,
  ...importForms,
  ...lifeForms,
  ...orgForms,
  ...pushMirrorForms,
  ...repoForms,
  ...runForms,
  ...secretForms,
  ...serverForms,
  ...tokenForms,
  ...verifyForms,
};

export type FormName = keyof typeof forms;

/** Names that stand in addresses. */
export function formNames(): string[] {
  return Object.keys(forms);
}

export function findForm(name: string): Form | undefined {
  return Object.hasOwn(forms, name) ? forms[name as FormName] : undefined;
}
