import { z } from 'zod';

const operationId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/u)
  .transform(Number);

/** `choice=all`, or the ticked lines: `operation` once, many times, or not at all. */
export const approveForm = z
  .object({
    choice: z.enum(['all', 'ticked']),
    operation: z.union([operationId.transform(id => [id]), z.array(operationId)]).default([]),
  })
  .transform(({ choice, operation }) =>
    choice === 'all' ? ('all' as const) : { operationIds: [...new Set(operation)] },
  );
