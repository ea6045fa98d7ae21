import { kopecks, roublesText } from '../../domain/money.js';
import type { OperationView } from '../../services/web-services.js';
import type { Column } from '../exports/send-table.js';
import type { TableFormat } from '../exports/table-format.js';
import { DIALECTS } from '../exports/table-format.js';
import { problemCard } from '../texts/problem.js';
import { fieldLabel, valueOf } from './field-values.js';
import { operationLine } from './operation-line.js';
import { kindWord, stateChip } from './operation-words.js';

/** One line of the file: an operation, or one of its changed fields. */
export interface RunRow {
  readonly operation: OperationView;
  /** `null` = the operation as a whole. */
  readonly field: string | null;
}

/** Fields that tell of a new good; it has no «before» to compare with. */
const OF_NEW = ['price', 'album'];

/** A line for each changed field, so that a spreadsheet can sort and filter by it; one line where no field changed. */
export function runRows(operation: OperationView): readonly RunRow[] {
  const fields =
    operation.kind === 'create' ? OF_NEW : operationLine(operation).diffs.length > 0 ? operation.fields : [];
  return fields.length === 0 ? [{ operation, field: null }] : fields.map(field => ({ operation, field }));
}

/**
 * Columns of `GET /sync/runs/{id}/export`. «Причина» is why a good was hidden or what went wrong, in the words of the
 * page; «Код» is the code behind it. «ID» is the till's, «Ключ» the listing's, which VK keeps as the article.
 */
export const runColumns = (format: TableFormat): readonly Column<RunRow>[] => [
  { header: 'Изменение', text: ({ operation }) => kindWord(operation.kind) },
  { header: 'Товар', text: ({ operation }) => operation.name },
  { header: 'Поле', text: ({ field }) => (field === null ? '' : fieldLabel(field)) },
  { header: 'Было', text: ({ operation, field }) => cell(field, operation.before, format) },
  { header: 'Стало', text: ({ operation, field }) => cell(field, operation.after, format) },
  { header: 'Итог', text: ({ operation }) => stateChip(operation).text },
  { header: 'Причина', text: ({ operation }) => reasonText(operation) },
  { header: 'Код', text: ({ operation }) => operation.errorCode ?? operation.brakeCode ?? operation.reasonCode },
  { header: 'ID', text: ({ operation }) => operation.productId },
  { header: 'Ключ', text: ({ operation }) => operation.listingKey },
  { header: 'Товар в VK', text: ({ operation }) => (operation.vkItemId === null ? '' : String(operation.vkItemId)) },
];

/** A value as a table has it: prices in roubles with the sign of the format, texts whole. */
function cell(field: string | null, values: OperationView['before'], format: TableFormat): string {
  if (field === null) return '';
  const value = valueOf(field, values);
  if (field === 'price' && Number.isSafeInteger(value))
    return roublesText(kopecks(Number(value))).replace('.', DIALECTS[format].decimalSign);
  if (field === 'photo') return '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function reasonText(operation: OperationView): string {
  if (operation.errorCode !== null) {
    const { what, fix } = problemCard(operation.errorCode);
    return `${what}. ${fix}`;
  }
  const { reason, brake } = operationLine(operation);
  return reason === '' ? brake : reason;
}
