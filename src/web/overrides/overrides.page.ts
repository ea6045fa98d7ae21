import type { ErrorSummary } from '../forms/field.js';
import { errorSummary } from '../forms/field.js';
import type { ExportLinks } from '../exports/export-links.js';
import { overrideExportLinks } from '../exports/export-links.js';
import { MAX_TABLE_BYTES, MEGABYTE } from '../middleware/upload-places.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { count } from '../texts/numbers.js';
import { overrideLinks } from './override-links.js';
import { MAX_ROWS } from './read-overrides-table.js';

export const OVERRIDES_CRUMB: Crumb = { label: 'Свои значения файлом', href: overrideLinks.home };

export interface OverridesModel {
  readonly crumbs: readonly Crumb[];
  readonly summary: ErrorSummary | null;
  readonly exports: ExportLinks;
  readonly action: string;
  readonly error: string | null;
  readonly limits: string;
}

/** What own values by a file are, the file to begin with, and the form that takes it back. */
export function overridesPage(error: string | null = null): Page & { model: OverridesModel } {
  return {
    view: 'overrides/overrides',
    title: 'Свои значения файлом',
    section: 'catalogue',
    ...(error === null ? {} : { status: 422 }),
    model: {
      crumbs: [CATALOGUE_CRUMB, { ...OVERRIDES_CRUMB, href: null }],
      summary: error === null ? null : errorSummary({ table: error }),
      exports: overrideExportLinks(),
      action: overrideLinks.import,
      error,
      limits: `CSV, до ${MAX_TABLE_BYTES / MEGABYTE} МБ и ${count(MAX_ROWS)} строк.`,
    },
  };
}
