import { z } from 'zod';
import { pageNumber } from '../forms/page-number.js';
import { isOperationKind } from '../history/operation-words.js';
import { approveForm } from '../history/approval.schema.js';

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const previewQuery = z.object({
  page: pageNumber,
  kind: z
    .string()
    .catch('')
    .transform(text => (isOperationKind(text) ? text : '')),
  pick: z.enum(['all', '']).catch(''),
  show: z.string().max(50).catch(''),
});

export type PreviewQueryValues = z.infer<typeof previewQuery>;

/** Which preview, and how much of it. */
export const applyForm = z.object({ job: z.string(), chosen: approveForm });
