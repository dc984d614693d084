import type { NotificationTarget } from '@/lib/notifications/notification-target';

/** By its name if people gave one, else by what may be shown of its address. */
export function calledTarget({ name, hint }: NotificationTarget): string {
  return name ?? hint;
}
