/** A route that takes files: which field, how many, how large. Everywhere else a body with files is refused unread. */
export interface UploadPlace {
  readonly path: RegExp;
  /** Name of the form's file field; files of other fields are not kept. */
  readonly field: string;
  readonly maxFiles: number;
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Bytes of the whole request. */
  readonly maxTotal: number;
}

export const MEGABYTE = 1024 * 1024;
/** Room for the other fields and the lines between the parts. */
const FRAME = 64 * 1024;

/** Bytes of one picture; larger ones would not be decoded anyway. */
export const MAX_PHOTO_BYTES = 20 * MEGABYTE;
/** Bytes of a table of own values. */
export const MAX_TABLE_BYTES = 5 * MEGABYTE;
/** Pictures sent at once by file name. */
export const MAX_PHOTOS_AT_ONCE = 30;

const photo = (path: RegExp): UploadPlace => ({
  path,
  field: 'photo',
  maxFiles: 1,
  maxBytes: MAX_PHOTO_BYTES,
  // A little too large is told as a fault of the picture, on its own page.
  maxTotal: 2 * MAX_PHOTO_BYTES + FRAME,
});

export const UPLOAD_PLACES: readonly UploadPlace[] = [
  photo(/^\/catalog\/products\/[^/]+\/photo$/u),
  photo(/^\/catalog\/stores\/[^/]+\/groups\/[^/]+\/photo$/u),
  photo(/^\/catalog\/photos\/own$/u),
  {
    path: /^\/catalog\/photos\/upload$/u,
    field: 'photos',
    maxFiles: MAX_PHOTOS_AT_ONCE,
    maxBytes: MAX_PHOTO_BYTES,
    maxTotal: 100 * MEGABYTE,
  },
  {
    path: /^\/catalog\/overrides\/import$/u,
    field: 'table',
    maxFiles: 1,
    maxBytes: MAX_TABLE_BYTES,
    maxTotal: 2 * MAX_TABLE_BYTES + FRAME,
  },
];
