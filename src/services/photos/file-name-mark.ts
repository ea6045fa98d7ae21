import type { MarkedGood } from '../../db/repositories/photo-shelf.repository.js';
import { jsonColumn } from '../../db/rows.js';

/** Id, barcode or article in the name of a file: without folders and the ending. */
export function fileNameMark(fileName: string): string {
  const last = fileName.split(/[/\\]/u).at(-1) ?? '';
  return last
    .replace(/\.[^.]{1,5}$/u, '')
    .normalize('NFC')
    .trim();
}

/** The goods a mark means: by id if one has it, else by barcode, else by article. */
export function goodsOfMark(mark: string, goods: readonly MarkedGood[]): readonly MarkedGood[] {
  const ways: readonly ((good: MarkedGood) => boolean)[] = [
    good => good.productId === mark,
    good => jsonColumn<string[]>(good.barcodes).includes(mark),
    good => good.articleNumber?.trim() === mark,
  ];
  for (const fits of ways) {
    const found = goods.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}
