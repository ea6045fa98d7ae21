/** A failure of the set-up that a person can act on: what is missing and why, then the remedy. */
export class SetupError extends Error {
  /**
   * @param {string} code namespaced, e.g. `mariadb.not_found`
   * @param {string} sentence what is wrong, and why
   * @param {string} remedy what to do about it
   * @param {unknown} [cause]
   */
  constructor(code, sentence, remedy, cause) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'SetupError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** What the operating system says, and what it means here. */
const SYSTEM_FAULTS = /** @type {Record<string, [code: string, sentence: string, remedy: string]>} */ ({
  ENOSPC: [
    'disk.full',
    'The disk is full',
    'Free some space (300 MB for data, 1.5 GB to build Temporal) and start again.',
  ],
  EDQUOT: ['disk.full', 'The disk quota of this user is used up', 'Free some space (300 MB for data) and start again.'],
  EROFS: [
    'folder.read_only',
    'The folder is on a read-only file system',
    'Set DATA_DIR and EVOSYNC_CACHE to folders that can be written.',
  ],
  EACCES: [
    'folder.not_writable',
    'The folder cannot be written by this user',
    'Change its owner, or set DATA_DIR and EVOSYNC_CACHE to folders that can be written.',
  ],
  EPERM: [
    'folder.not_writable',
    'The operating system forbids it',
    'Change the owner of the folder, or set DATA_DIR and EVOSYNC_CACHE to folders that can be written.',
  ],
  EMFILE: [
    'process.too_many_files',
    'Too many files are open',
    'Raise the limit with `ulimit -n 4096` and start again.',
  ],
});

/**
 * Turns a system error (`ENOSPC`, `EROFS`, …) into a sentence; other errors come back unchanged.
 * @param {unknown} error
 * @param {string} doing what was being done, e.g. `unpacking MariaDB`
 */
export function explainSystemError(error, doing) {
  if (!(error instanceof Error) || error instanceof SetupError) return error;
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
  const fault = code === undefined ? undefined : SYSTEM_FAULTS[code];
  if (!fault) return error;
  const where = path ? ` (${path})` : '';
  return new SetupError(fault[0], `${fault[1]} while ${doing}${where}.`, fault[2], error);
}

/**
 * The same for text that another program printed (`tar`, `dpkg`, `go`, `mariadbd` report a full disk in words).
 * @param {string} output
 * @param {string} doing
 */
export function explainOutput(output, doing) {
  if (/no space left on device|\berr(or|no):? 28\b|disk (is )?full/i.test(output)) {
    return explainSystemError(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), doing);
  }
  if (/read-only file system/i.test(output)) {
    return explainSystemError(Object.assign(new Error('EROFS'), { code: 'EROFS' }), doing);
  }
  return undefined;
}
