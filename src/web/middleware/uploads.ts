import { finished } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { AppError } from '../../domain/errors.js';
import { requireMerchant } from './require-permission.js';
import type { UploadPlace } from './upload-places.js';
import { MEGABYTE, UPLOAD_PLACES } from './upload-places.js';
import { keepUpTo } from './upload-storage.js';

/** A file somebody sent; `bytes` null = larger than the place takes. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array | null;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way Express lets its locals be typed
  namespace Express {
    interface Locals {
      uploads?: readonly Upload[];
      /** Why the files could not be read; the route tells it, after the form's token was checked. */
      uploadFault?: AppError;
    }
  }
}

/** Bytes of all bodies with files that are read side by side. */
const MAX_IN_MEMORY = 256 * MEGABYTE;

/**
 * Reads bodies with files, for merchants and on the few routes that take them, before the form's token is checked: the
 * token is a field of the same body. What is wrong with the files is kept for the route to say.
 */
export function readUploads(): RequestHandler {
  let inMemory = 0;
  return (req, res, next) => {
    if (req.is('multipart') === false || req.is('multipart') === null) return next();
    const place = req.method === 'POST' ? UPLOAD_PLACES.find(({ path }) => path.test(req.path)) : undefined;
    if (place === undefined) return next(refusedBody(415));
    requireMerchant(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      // Never guessed: memory is set aside before the first byte is read.
      const bytes = Number(req.headers['content-length'] ?? Number.NaN);
      if (!Number.isSafeInteger(bytes)) return next(refusedBody(411));
      if (bytes > place.maxTotal) return readAway(req, () => next(tooMuch(place)));
      if (inMemory + bytes > MAX_IN_MEMORY)
        return readAway(req, () => next(new AppError('unavailable', 'UPLOAD.BUSY')));
      inMemory += bytes;
      res.once('close', () => (inMemory -= bytes));
      parse(place)(req, res, (fault?: unknown) => {
        const files = Array.isArray(req.files) ? req.files : [];
        res.locals.uploads = files.map(file => ({
          name: file.originalname,
          // Absent in spite of its type where the file was too large.
          bytes: (file.buffer as Buffer | undefined) ?? null,
        }));
        if (fault !== undefined) res.locals.uploadFault = faultOf(fault, place);
        next();
      });
    });
  };
}

function parse({ field, maxFiles, maxBytes }: UploadPlace): RequestHandler {
  return multer({
    storage: keepUpTo(maxBytes),
    fileFilter: (_req, file, done) => done(null, file.fieldname === field),
    // Two more than are taken: an input left empty is a part too.
    limits: { files: maxFiles + 2, fields: 20, parts: maxFiles + 22, fieldNameSize: 100, fieldSize: 16 * 1024 },
    defParamCharset: 'utf8',
  }).any();
}

/** The files of the form. Throws `UPLOAD.MISSING`, `UPLOAD.TOO_MANY` (details.max), `REQUEST.BROKEN`. */
export function uploadsOf(res: Response, most: number): readonly Upload[] {
  const { uploads = [], uploadFault } = res.locals;
  if (uploadFault !== undefined) throw uploadFault;
  if (uploads.length > most) throw new AppError('invalid', 'UPLOAD.TOO_MANY', { max: most });
  if (uploads.length === 0) throw new AppError('invalid', 'UPLOAD.MISSING');
  return uploads;
}

/** The one file of the form. Throws as `uploadsOf`, and `tooLarge` for a file over its limit. */
export function uploadOf(res: Response, tooLarge: AppError): Uint8Array {
  const [file] = uploadsOf(res, 1);
  if (file?.bytes == null) throw tooLarge;
  return file.bytes;
}

/** A browser that is not listened to to the end shows a broken connection instead of our page. */
function readAway(req: Request, then: () => void): void {
  finished(req, then);
  req.resume();
}

const tooMuch = ({ maxTotal }: UploadPlace): AppError =>
  new AppError('invalid', 'UPLOAD.TOO_LARGE', { maxMegabytes: Math.floor(maxTotal / MEGABYTE) });

function faultOf(fault: unknown, { maxFiles }: UploadPlace): AppError {
  const code = fault instanceof multer.MulterError ? fault.code : '';
  if (code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_PART_COUNT')
    return new AppError('invalid', 'UPLOAD.TOO_MANY', { max: maxFiles });
  return new AppError('invalid', 'REQUEST.BROKEN', {}, { cause: fault });
}

/** Understood by the error handler as the sender's fault: 411 without a length, 415 where no file is taken. */
const refusedBody = (status: 411 | 415): Error => Object.assign(new Error('body with files'), { status });
