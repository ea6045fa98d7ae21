import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { diskFault } from '../domain/disk-fault.js';
import type { Logger } from '../observability/logger.js';
import type { Mailer } from './mailer.js';
import { AUTOMATIC } from './smtp-mailer.js';

/**
 * For development: nothing leaves the machine. A letter holds a secret link, so that the log tells only where it lies:
 * in `folder` as `.eml` for a mail program and as `.txt` to read, for the owner of the process alone.
 */
export function createConsoleMailer(folder: string, from: string, logger: Logger): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send({ to, subject, html, text }) {
      const { message } = await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        html,
        text,
        headers: AUTOMATIC,
      });
      const path = join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${randomBytes(3).toString('hex')}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${path}.eml`, message, { mode: 0o600, flag: 'wx' });
        await writeFile(`${path}.txt`, `${to}\n${subject}\n\n${text}`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        throw diskFault(error) ?? error;
      }
      logger.info('letter written', { subject, file: `${path}.txt` });
    },
  };
}
