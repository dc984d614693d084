// Ends the session and returns to the public page.
import { ActionForm } from '../ui/forms/action-form';

export function SignOutButton({ className }: { className?: string }) {
  return (
    <ActionForm action="sign-out">
      <button
        type="submit"
        className={
          className ?? 'rounded-md px-2.5 py-1.5 text-sm text-muted transition-colors hover:bg-sunken hover:text-ink'
        }
      >
        Sign out
      </button>
    </ActionForm>
  );
}
