import type { JobView, OperationView } from '../../services/web-services.js';
import { links } from '../links.js';
import { count, counted } from '../texts/numbers.js';
import type { OperationLine } from './operation-line.js';
import { operationLine } from './operation-line.js';
import { kindWord } from './operation-words.js';

/** Most lines of a risky set that one page shows with tick boxes; beyond it «Применить все» and «Отклонить всё» remain. */
export const MOST_TICKS = 500;

/** What the link above the list asked for: every line ticked, none, or what is safe by itself. */
export type Pick = 'all' | 'none' | '';

export interface TickLine extends OperationLine {
  readonly id: number;
  readonly isTicked: boolean;
}

/** Risky changes of one kind: «Исчезнут из VK: 12». */
export interface TickGroup {
  readonly kind: string;
  readonly legend: string;
  readonly lines: readonly TickLine[];
}

export interface ApprovalModel {
  readonly total: string;
  readonly groups: readonly TickGroup[];
  readonly approveHref: string;
  readonly declineHref: string;
  readonly allHref: string;
  readonly noneHref: string;
  readonly applyAll: string;
  /** Which part of a very long list stands here; empty = all of it. */
  readonly cut: string;
}

interface RiskySet {
  readonly operations: readonly OperationView[];
  readonly total: number;
}

const LEGENDS: Readonly<Record<string, string>> = {
  hide: 'Исчезнут из VK',
  delete: 'Удалятся из VK',
  update: 'Изменятся',
  unhide: 'Вернутся в витрину',
  restore: 'Вернутся в витрину',
  create: 'Появятся в VK',
};

/** What a buyer would miss is never ticked beforehand. */
const NEVER_TICKED: ReadonlySet<string> = new Set(['hide', 'delete', 'twin_delete']);

/** The risky set of a waiting job as a list to tick. Nothing a brake held is ticked unless it was asked for. */
export function approvalModel(job: JobView, risky: RiskySet, pick: Pick): ApprovalModel {
  const lines = risky.operations.map(operation => ({
    ...operationLine(operation),
    id: operation.id,
    kindCode: operation.kind,
    isTicked: pick === '' ? isSafe(operation) : pick === 'all',
  }));
  const kinds = [...new Set(lines.map(line => line.kindCode))];
  return {
    total: counted(risky.total, 'изменение', 'изменения', 'изменений'),
    groups: kinds.map(kind => {
      const own = lines.filter(line => line.kindCode === kind);
      return { kind, legend: `${LEGENDS[kind] ?? kindWord(kind)}: ${count(own.length)}`, lines: own };
    }),
    approveHref: links.approve(job.id),
    declineHref: links.decline(job.id),
    allHref: `${links.run(job.id, { pick: 'all' })}#approval`,
    noneHref: `${links.run(job.id, { pick: 'none' })}#approval`,
    applyAll: risky.total === 1 ? 'Применить' : `Применить все ${count(risky.total)}`,
    cut:
      risky.total > risky.operations.length
        ? `Здесь первые ${count(risky.operations.length)} из ${count(risky.total)}. Остальные войдут, только если нажать «Применить все».`
        : '',
  };
}

const isSafe = ({ brakeCode, kind }: OperationView): boolean => brakeCode === null && !NEVER_TICKED.has(kind);
