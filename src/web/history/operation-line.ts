import type { OperationView } from '../../services/web-services.js';
import { REASONS } from '../../domain/listing/reasons.js';
import type { Chip } from '../render/chip.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { DiffLine } from './field-values.js';
import { diffLines } from './field-values.js';
import { brakeNote, kindWord, stateChip } from './operation-words.js';

/** One change of a run, ready to print. */
export interface OperationLine {
  readonly name: string;
  readonly kind: string;
  readonly state: Chip;
  readonly diffs: readonly DiffLine[];
  /** Why a good was hidden or deleted; empty for plain changes. */
  readonly reason: string;
  /** Which brake held it; empty = none. */
  readonly brake: string;
  readonly error: ProblemCard | null;
}

export const operationLine = (operation: OperationView): OperationLine => ({
  name: operation.name,
  kind: kindWord(operation.kind),
  state: stateChip(operation),
  brake: brakeNote(operation),
  diffs:
    operation.kind === 'update' || operation.kind === 'album_rename'
      ? diffLines(operation.fields, operation.before, operation.after)
      : newLines(operation),
  reason: Object.hasOwn(REASONS, operation.reasonCode) ? problemCard(operation.reasonCode).what : '',
  error: operation.errorCode === null ? null : problemCard(operation.errorCode),
});

/** Of a new good its price and album are enough. */
function newLines({ kind, after }: OperationView): DiffLine[] {
  if (kind !== 'create') return [];
  return diffLines(['price', 'album'], null, after).filter(line => line.after !== '—');
}
