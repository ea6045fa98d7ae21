import { z } from 'zod';
import type { JobId } from '../../domain/brand.js';
import type { OperationFilter } from '../../services/web-services.js';
import { pageNumber } from '../forms/page-number.js';
import { links } from '../links.js';
import { KINDS, OPERATION_STATES, isOperationKind } from './operation-words.js';

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const runQuery = z.object({
  page: pageNumber,
  state: z.enum(['planned', 'sent', 'done', 'failed', 'unknown', 'skipped', '']).catch(''),
  kind: z
    .string()
    .catch('')
    .transform(text => (isOperationKind(text) ? text : '')),
  /** Part of a good's name. */
  q: z.string().trim().max(200).catch(''),
  pick: z.enum(['all', 'none', '']).catch(''),
});

export type RunQueryValues = z.infer<typeof runQuery>;

export const operationFilter = ({ state, kind, q }: RunQueryValues): OperationFilter => ({
  ...(state === '' ? {} : { state }),
  ...(kind === '' ? {} : { kind }),
  ...(q === '' ? {} : { search: q }),
});

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChecked: boolean;
}

/** The two lists a long run is narrowed with; a form that works without scripts. */
export interface RunFilterModel {
  readonly action: string;
  readonly states: readonly Option[];
  readonly kinds: readonly Option[];
  readonly search: string;
  readonly isNarrowed: boolean;
}

export function runFilterModel(job: JobId, { state, kind, q }: RunQueryValues): RunFilterModel {
  const option =
    (chosen: string) =>
    ([value, label]: readonly [string, string]): Option => ({ value, label, isChecked: value === chosen });
  return {
    action: links.run(job),
    states: [
      ['', 'Любой итог'] as const,
      ...Object.entries(OPERATION_STATES).map(([name, { text }]) => [name, text] as const),
    ].map(option(state)),
    kinds: [['', 'Любые изменения'] as const, ...Object.entries(KINDS)].map(option(kind)),
    search: q,
    isNarrowed: state !== '' || kind !== '' || q !== '',
  };
}
