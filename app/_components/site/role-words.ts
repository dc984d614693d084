// Roles and shares as people read them.
import type { Role, Share } from '@/lib/access/roles';

export const ROLE_OPTIONS: readonly { value: Role; text: string }[] = [
  { value: 'viewer', text: 'Viewer: reads' },
  { value: 'member', text: 'Member: reads, syncs, adds' },
  { value: 'admin', text: 'Admin: manages' },
  { value: 'owner', text: 'Owner: everything' },
];

export const SHARE_OPTIONS: readonly { value: Share; text: string }[] = [
  { value: 'read', text: 'May read' },
  { value: 'write', text: 'May read, sync and push' },
];
