import { kopecks } from '../../domain/money.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type {
  ImportChange,
  ImportCounts,
  ImportView,
  OverrideField,
  OverrideWish,
} from '../../services/files/file-contracts.js';
import { OVERRIDE_FIELDS } from '../../services/files/file-contracts.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count, counted, goods } from '../texts/numbers.js';
import { faultText } from './line-faults.js';
import { overrideLinks } from './override-links.js';
import { OVERRIDES_CRUMB } from './overrides.page.js';

interface Diff {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
}

export interface ImportModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly fileName: string;
  readonly lines: readonly string[];
  readonly changes: readonly { readonly name: string; readonly line: string; readonly diffs: readonly Diff[] }[];
  readonly changesCut: string;
  readonly faults: readonly { readonly line: string; readonly id: string; readonly text: string }[];
  readonly faultsCut: string;
  readonly faultsHref: string;
  /** `null` = nothing to apply, or applied already. */
  readonly apply: { readonly action: string; readonly label: string; readonly note: string } | null;
  readonly appliedAt: Moment | null;
  readonly home: string;
}

const LABELS: Readonly<Record<OverrideField, string>> = {
  price: 'Своя цена',
  name: 'Своё название',
  description: 'Своё описание',
};

/** What a file would change, before anything is changed; afterwards the same as a report. */
export function importPage(view: ImportView, now: Date): Page & { model: ImportModel } {
  const { counts, changes, faults } = view;
  return {
    view: 'overrides/import',
    title: 'Проверка файла',
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, OVERRIDES_CRUMB, { label: 'Проверка файла', href: null }],
      heading: headingOf(view),
      fileName: view.fileName,
      lines: countLines(counts),
      changes: changes.map(changeLine),
      changesCut: changes.length < counts.changed ? `Здесь первые ${count(changes.length)}.` : '',
      faults: faults.map(fault => ({
        line: `Строка ${count(fault.line)}`,
        id: fault.productId,
        text: faultText(fault),
      })),
      faultsCut: faults.length < counts.faulty ? `Здесь первые ${count(faults.length)}.` : '',
      faultsHref: overrideLinks.faults(view.id),
      apply: view.appliedAt === null ? applyOf(view) : null,
      appliedAt: view.appliedAt === null ? null : momentOf(view.appliedAt, now),
      home: overrideLinks.home,
    },
  };
}

function headingOf({ counts, appliedAt }: ImportView): string {
  if (appliedAt !== null) return 'Файл применён';
  if (counts.changed === 0) return 'Менять нечего';
  return `Изменится ${goods(counts.changed)}`;
}

function countLines({ changed, cleared, unchanged, faulty, fields }: ImportCounts): readonly string[] {
  const lines: string[] = [];
  if (cleared > 0)
    lines.push(
      `У ${counted(cleared, 'товара', 'товаров', 'товаров')} из ${count(changed)} свои значения снимутся: ячейки пустые, и в VK снова пойдёт значение с кассы.`,
    );
  lines.push(`Без изменений: ${goods(unchanged)}.`);
  if (faulty > 0) lines.push(`С ошибкой: ${counted(faulty, 'строка', 'строки', 'строк')}. Они останутся как есть.`);
  const untouched = OVERRIDE_FIELDS.filter(field => !fields.includes(field));
  if (untouched.length > 0)
    lines.push(`В файле нет столбцов ${untouched.map(field => `«${LABELS[field]}»`).join(', ')}: их мы не трогаем.`);
  return lines;
}

const changeLine = ({ name, line, before, after }: ImportChange): ImportModel['changes'][number] => ({
  name,
  line: `строка ${count(line)}`,
  diffs: OVERRIDE_FIELDS.filter(field => after[field] !== undefined).map(field => ({
    label: LABELS[field],
    before: valueText(field, before, NONE),
    after: valueText(field, after, CLEARED),
    change: '',
  })),
});

/** Nothing stood there: the difference is shown as something new. */
const NONE = '—';
const CLEARED = 'без своего значения';

function valueText(field: OverrideField, wish: OverrideWish, none: string): string {
  const value = wish[field] ?? null;
  if (value === null) return none;
  return field === 'price' ? formatRub(kopecks(Number(value))) : value;
}

function applyOf({ id, counts }: ImportView): ImportModel['apply'] {
  if (counts.changed === 0) return null;
  return {
    action: overrideLinks.apply(id),
    label: `Применить к ${counted(counts.changed, 'товару', 'товарам', 'товарам')}`,
    note: 'Применится всё сразу. Витрина VK изменится при следующем обмене.',
  };
}
