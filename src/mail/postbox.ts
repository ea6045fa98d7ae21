import { logError } from '../observability/error-kinds.js';
import type { Logger } from '../observability/logger.js';
import type { LetterContent } from './letter-content.js';
import type { Mailer } from './mailer.js';
import type { RenderLetter } from './render-letter.js';

/** Writes letters and sees to it that they go. */
export interface Postbox {
  /** Sends now. @throws AppError `MAIL.NOT_SENT` */
  deliver(to: string, letter: LetterContent): Promise<void>;
  /**
   * Does something later that ends in letters, so that the time of an answer tells nothing of what is done. A failure is
   * logged; the person asks for the letter again.
   */
  later(work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createPostbox(mailer: Mailer, renderLetter: RenderLetter, logger: Logger): Postbox {
  const underWay = new Set<Promise<void>>();
  return {
    async deliver(to, letter) {
      await mailer.send({ to, ...(await renderLetter('letter', letter)) });
    },
    later(work) {
      const task = work()
        .catch((error: unknown) => logError(logger, 'letter not sent', error))
        .finally(() => underWay.delete(task));
      underWay.add(task);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
