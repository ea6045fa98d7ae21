import { goesOnByItself, needsPerson } from '../../domain/sync/job-outcome.js';
import type { JobView } from '../../services/web-services.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

const RUN_AGAIN = 'Сам этот обмен не продолжится: запустите его ещё раз, когда время отдыха пройдёт.';

/** Why a job ended as it did. Cards promise that a rest ends by itself; a job nobody takes up again must not. */
export function jobCard({ kind, isPartial, status, reason }: JobView): ProblemCard | null {
  if (reason === null) return null;
  const card = problemCard(reason.code, reason.params);
  if (status !== 'parked' || goesOnByItself(kind, isPartial)) return card;
  return { ...card, fix: needsPerson(reason.code) ? `Зайдите в VK и пройдите проверку. ${RUN_AGAIN}` : RUN_AGAIN };
}

/** What happens when the rest of a parked job is over. */
export const resumeText = ({ kind, isPartial }: JobView): string =>
  goesOnByItself(kind, isPartial) ? 'Продолжим сами' : 'Запустить ещё раз можно';
