import type { MerchantSettings } from '../../domain/settings.js';
import type { ListingService } from '../../services/engine-services.js';
import type { ErrorSummary, FieldErrors } from '../forms/field.js';
import { errorSummary } from '../forms/field.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { count, counted } from '../texts/numbers.js';
import { SYNC_CRUMB } from './merge.page.js';
import type { Task } from './settings.page.js';

/** What the form of the name cleaner holds, as texts. */
export interface NameTexts {
  readonly lower_shouting: string;
  readonly expand_abbreviations: string;
  readonly abbreviations: string;
}

export interface NamesModel {
  readonly crumbs: readonly Crumb[];
  readonly summary: ErrorSummary | null;
  readonly switches: readonly Task[];
  readonly abbreviations: { readonly value: string; readonly error: string | null };
  readonly changed: string;
  readonly rows: readonly { readonly before: string; readonly after: string }[];
  /** How many changes stand below; empty = all of them. */
  readonly cut: string;
}

const SWITCHES = [
  ['lower_shouting', 'Убирать ПРОПИСНЫЕ буквы', '«ЧАЙ ЗЕЛЁНЫЙ» станет «Чай зелёный».'],
  ['expand_abbreviations', 'Раскрывать сокращения', 'По списку ниже: «фарф.» станет «фарфоровый».'],
] as const;

/** The present switches as the form's own texts; the list has one «сокращение = слово» a line. */
export const nameTexts = (settings: MerchantSettings): NameTexts => ({
  lower_shouting: String(settings.lowerShouting),
  expand_abbreviations: String(settings.expandAbbreviations),
  abbreviations: settings.abbreviations.map(([short, word]) => `${short} = ${word}`).join('\n'),
});

type Preview = Awaited<ReturnType<ListingService['previewNames']>>;

/** Names before and after, while the switches are tried; nothing is kept until «Сохранить». */
export function namesPage(
  texts: NameTexts,
  preview: Preview | null,
  errors: FieldErrors = {},
): Page & { model: NamesModel } {
  const rows = preview?.rows ?? [];
  return {
    view: 'sync/names',
    title: 'Названия товаров',
    section: 'sync',
    ...(Object.keys(errors).length > 0 ? { status: 422 } : {}),
    model: {
      crumbs: [SYNC_CRUMB, { label: 'Названия товаров', href: null }],
      summary: errorSummary(errors),
      switches: SWITCHES.map(([name, label, hint]) => ({ name, label, hint, isChecked: texts[name] === 'true' })),
      abbreviations: { value: texts.abbreviations, error: errors['abbreviations'] ?? null },
      changed: changedText(preview),
      rows: rows.map(({ before, after }) => ({ before, after })),
      cut: preview !== null && preview.changed > rows.length ? `Здесь первые ${count(rows.length)}.` : '',
    },
  };
}

function changedText(preview: Preview | null): string {
  if (preview === null) return '';
  if (preview.changed === 0) return 'Ни одно название не изменится.';
  return `${counted(preview.changed, 'название изменится', 'названия изменятся', 'названий изменятся')}.`;
}
