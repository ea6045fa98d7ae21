import type { activity } from '../activities/activity.js';
import type { Legal } from '../src/domain/legal.js';

export type Both = [typeof activity, Legal];
