import { z } from 'zod';
import type { RunFilter } from '../../services/history/history-contracts.js';
import type { JobStatus, JobView } from '../../services/web-services.js';
import { pageNumber } from '../forms/page-number.js';
import { KIND_WORDS, STATUS_CHIPS, TRIGGER_WORDS } from '../sync/job-words.js';

const known =
  <Word extends string>(words: Readonly<Record<Word, unknown>>) =>
  (text: string): Word | '' =>
    Object.hasOwn(words, text) ? (text as Word) : '';

const text = z.string().catch('');

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const runsQuery = z.object({
  page: pageNumber,
  status: text.transform(known<JobStatus>(STATUS_CHIPS)),
  kind: text.transform(known<JobView['kind']>(KIND_WORDS)),
  trigger: text.transform(known<JobView['trigger']>(TRIGGER_WORDS)),
});

export type RunsQueryValues = z.infer<typeof runsQuery>;

export const runsFilter = ({ status, kind, trigger }: RunsQueryValues): RunFilter => ({
  ...(status === '' ? {} : { status }),
  ...(kind === '' ? {} : { kind }),
  ...(trigger === '' ? {} : { trigger }),
});

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChecked: boolean;
}

/** The lists the history is narrowed with; a form that works without scripts. */
export interface RunsFilterModel {
  readonly lists: readonly { readonly name: string; readonly label: string; readonly options: readonly Option[] }[];
  readonly isNarrowed: boolean;
}

export function runsFilterModel({ status, kind, trigger }: RunsQueryValues): RunsFilterModel {
  const list = (name: string, label: string, any: string, words: Readonly<Record<string, string>>, chosen: string) => ({
    name,
    label,
    options: [['', any] as const, ...Object.entries(words)].map(([value, word]) => ({
      value,
      label: word,
      isChecked: value === chosen,
    })),
  });
  const statuses = Object.fromEntries(Object.entries(STATUS_CHIPS).map(([name, chip]) => [name, chip.text]));
  return {
    lists: [
      list('status', 'Итог', 'Любой итог', statuses, status),
      list('kind', 'Что это было', 'Любой вид', KIND_WORDS, kind),
      list('trigger', 'Кто запустил', 'Любой запуск', TRIGGER_WORDS, trigger),
    ],
    isNarrowed: status !== '' || kind !== '' || trigger !== '',
  };
}
