import { z } from 'zod';

/** Which till is claimed; what is no number of ours is no till either. */
export const claimForm = z.object({
  connection: z
    .string()
    .regex(/^[1-9]\d{0,14}$/u)
    .transform(Number),
});
