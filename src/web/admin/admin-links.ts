import type { JobId, UserId } from '../../domain/brand.js';
import type { ScheduleId } from '../../domain/clock/schedules.js';

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
  jobsOf: (id: UserId): string => `/admin/jobs?merchant=${id}`,
  runNow: '/admin/jobs/run-now',
  pauseMerchant: '/admin/jobs/pause',
  jobAction: (id: JobId, action: 'cancel' | 'terminate'): string => `/admin/jobs/${id}/${action}`,
  logs: '/admin/logs',
  log: (id: number): string => `/admin/logs/${id}`,
  audit: '/admin/audit',
  health: '/admin/health',
  schedule: (id: ScheduleId, action: 'pause' | 'resume' | 'trigger'): string =>
    `/admin/health/schedules/${id}/${action}`,
  roles: '/admin/roles',
  roleGrants: (id: number): string => `/admin/roles/${id}/permissions`,
} as const;
