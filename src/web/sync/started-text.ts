import type { StartedJob } from '../../services/engine-services.js';

const OUTCOMES = {
  started: 'Обмен начался.',
  joined: 'Обмен уже начался: ваши изменения попадут в него.',
  queued: 'Обмен уже идёт. Следующий начнётся сразу после него.',
} as const satisfies Record<StartedJob['outcome'], string>;

/** What became of a wish for a run, however often it was pressed. */
export const startedText = ({ outcome }: Pick<StartedJob, 'outcome'>): string => OUTCOMES[outcome];
