import { goodsByMarks } from '../../db/repositories/photo-shelf.repository.js';
import { replacePhoto } from '../../db/repositories/photos.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError, isAppError } from '../../domain/errors.js';
import { acceptUpload, type AcceptedPhoto } from '../../photos/accept-upload.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { changeWish } from '../listings/change-wish.js';
import { fileNameMark, goodsOfMark } from './file-name-mark.js';
import type { PhotoOutcome } from './photo-contracts.js';

interface File {
  readonly name: string;
  readonly bytes: Uint8Array | null;
}

/** Longest id, barcode or article looked for. */
const MAX_MARK = 100;

/** Pictures for goods by the names of their files; what does not fit is told and the rest goes on. */
export async function setByFileName(
  deps: RuleDeps,
  userId: UserId,
  files: readonly File[],
): Promise<readonly PhotoOutcome[]> {
  const marks = files.map(({ name }) => fileNameMark(name));
  const askable = [...new Set(marks)].filter(mark => mark !== '' && mark.length <= MAX_MARK);
  const goods = await goodsByMarks(deps.db, userId, askable);
  const accepted = new Map<ListingKey, AcceptedPhoto>();
  const outcomes: PhotoOutcome[] = [];
  for (const [index, file] of files.entries()) {
    const found = goodsOfMark(marks[index] ?? '', goods);
    const [good] = found;
    const told = (code: string | null): PhotoOutcome => ({
      fileName: file.name,
      goodName: good?.name ?? '',
      productId: good?.productId ?? null,
      code,
    });
    if (good === undefined) outcomes.push(told('LISTING.NOT_FOUND'));
    else if (found.some(({ key }) => key !== good.key)) outcomes.push(told('PHOTO.NAME_AMBIGUOUS'));
    else if (accepted.has(good.key)) outcomes.push(told('PHOTO.SAME_GOOD'));
    else {
      const photo = await accept(file);
      if (typeof photo !== 'string') accepted.set(good.key, photo);
      outcomes.push(told(typeof photo === 'string' ? photo : null));
    }
  }
  if (accepted.size > 0)
    await changeWish(deps, userId, async queries => {
      let isChanged = false;
      for (const [key, photo] of accepted)
        isChanged = (await replacePhoto(queries, userId, { purpose: 'product', target: key }, photo)) || isChanged;
      return isChanged;
    });
  return outcomes;
}

/** The picture, or the code of what is wrong with the file. */
async function accept({ bytes }: File): Promise<AcceptedPhoto | string> {
  try {
    if (bytes === null) throw new AppError('invalid', 'PHOTO.TOO_LARGE');
    return await acceptUpload(bytes);
  } catch (error) {
    if (isAppError(error) && error.kind === 'invalid') return error.code;
    throw error;
  }
}
