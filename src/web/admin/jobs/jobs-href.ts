import type { AdminJobMark } from '../../../services/admin/jobs/jobs-contracts.js';
import { links } from '../../links.js';
import type { JobsForm } from './jobs.schema.js';

/** The list narrowed by a form, from a place on. */
export function jobsHref(form: Partial<JobsForm>, mark: AdminJobMark = null): string {
  const place = mark === null ? {} : 'olderThan' in mark ? { older: mark.olderThan } : { newer: mark.newerThan };
  const values = Object.entries({ ...form, ...place }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(values.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return query === '' ? links.admin.jobs : `${links.admin.jobs}?${query}`;
}
