// The same as /api/v1/repos/{id}/sync, at its short address.
export { POST } from '@/app/api/v1/repos/[id]/sync/route';
