import type { OperationView } from '../../services/web-services.js';
import { kopecks } from '../../domain/money.js';
import { formatRub } from '../../domain/text/format-rub.js';
import { REASONS } from '../../domain/listing/reasons.js';
import { links } from '../links.js';
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
  /** The till's own price behind a changed one: «На кассе: 350 ₽ → 385 ₽»; empty otherwise. */
  readonly tillNote: string;
  /** Page of the product; `null` = album work. */
  readonly href: string | null;
}

export const operationLine = (operation: OperationView): OperationLine => ({
  name: operation.name,
  kind: kindWord(operation.kind),
  state: stateChip(operation),
  brake: brakeNote(operation),
  diffs: linesOf(operation),
  reason: Object.hasOwn(REASONS, operation.reasonCode) ? problemCard(operation.reasonCode).what : '',
  error: operation.errorCode === null ? null : problemCard(operation.errorCode),
  tillNote: tillNote(operation),
  href: operation.productId === null ? null : links.product(operation.productId),
});

/** Kinds whose fields read «before → after»; of the others a word says it all. */
const COMPARED: ReadonlySet<string> = new Set(['update', 'album_rename', 'album_add']);

/** Of a new good its price and album are enough. */
function linesOf({ kind, fields, before, after }: OperationView): DiffLine[] {
  if (COMPARED.has(kind)) return diffLines(fields, before, after);
  return kind === 'create' ? diffLines(['price', 'album'], null, after).filter(line => line.after !== '—') : [];
}

/** Tells a change of the till from a change of a rule: only the first has another price on the till. */
function tillNote({ kind, fields, before, after }: OperationView): string {
  if (kind !== 'update' || !fields.includes('price')) return '';
  const [was, is] = [before?.['tillPrice'], after?.['tillPrice']];
  if (!isKopecks(was) || !isKopecks(is) || was === is) return '';
  return `На кассе: ${formatRub(kopecks(was))} → ${formatRub(kopecks(is))}`;
}

const isKopecks = (value: unknown): value is number => Number.isSafeInteger(value);
