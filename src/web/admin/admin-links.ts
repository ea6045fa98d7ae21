import type { JobId, UserId } from '../../domain/brand.js';

/** Addresses of the operator's pages; each page adds its own query. */
export const adminLinks = {
  home: '/admin',
  users: '/admin/users',
  invite: '/admin/users/invite',
  user: (id: UserId): string => `/admin/users/${id}`,
  userForm: (id: UserId, form: 'activate' | 'suspend' | 'reset-password' | 'send-invite' | 'edit' | 'delete'): string =>
    `/admin/users/${id}/${form}`,
  jobs: '/admin/jobs',
  job: (id: JobId): string => `/admin/jobs/${id}`,
  logs: '/admin/logs',
  log: (id: number): string => `/admin/logs/${id}`,
  audit: '/admin/audit',
  health: '/admin/health',
  roles: '/admin/roles',
  roleGrants: (id: number): string => `/admin/roles/${id}/permissions`,
} as const;
