import type { PhotoOutcome } from '../../services/photos/photo-contracts.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { counted } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import { photoLinks } from './photo-links.js';

export interface PhotoReportModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly lines: readonly {
    readonly fileName: string;
    readonly good: string;
    readonly chip: Chip;
    readonly note: string;
  }[];
  readonly back: string;
}

const photos = (n: number): string => counted(n, 'фото', 'фото', 'фото');

/** What became of each of the files sent together. */
export function photoReportPage(outcomes: readonly PhotoOutcome[]): Page & { model: PhotoReportModel } {
  const taken = outcomes.filter(({ code }) => code === null).length;
  const left = outcomes.length - taken;
  return {
    view: 'photos/report',
    title: 'Загруженные фото',
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: 'Фото', href: photoLinks.list() }, { label: 'Загрузка', href: null }],
      heading: left === 0 ? `Загружено ${photos(taken)}` : `Загружено ${photos(taken)}, не принято ${photos(left)}`,
      lines: [...outcomes].sort((a, b) => Number(a.code === null) - Number(b.code === null)).map(reportLine),
      back: photoLinks.list(),
    },
  };
}

const TAKEN = chip('fine', 'check-circle-fill', 'Загружено');
const REFUSED = chip('broken', 'x-circle-fill', 'Не принято');

function reportLine({ fileName, goodName, code }: PhotoOutcome): PhotoReportModel['lines'][number] {
  if (code === null) return { fileName, good: goodName, chip: TAKEN, note: '' };
  if (code === 'LISTING.NOT_FOUND')
    return {
      fileName,
      good: '',
      chip: REFUSED,
      note: 'Нет товара с таким ID, штрихкодом или артикулом. Проверьте имя файла: 1005.jpg, 4607001234567.jpg.',
    };
  const { what, fix } = problemCard(code);
  return { fileName, good: goodName, chip: REFUSED, note: `${what}. ${fix}` };
}
