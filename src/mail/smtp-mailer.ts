import { createTransport } from 'nodemailer';
import { AppError } from '../domain/errors.js';
import type { Mailer } from './mailer.js';

/** Longest wait for a connection, for the server's greeting, and for silence in between. */
const CONNECT_MS = 10_000;
const GREETING_MS = 10_000;
const SILENCE_MS = 20_000;

/** Sends through a mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…`. */
export function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    // A password goes over the network encrypted or not at all.
    requireTLS: needsEncryption(new URL(smtpUrl)),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, html, text }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, html, text, headers: AUTOMATIC });
      } catch (error) {
        throw new AppError('unavailable', 'MAIL.NOT_SENT', reasonOf(error), { cause: error });
      }
    },
  };
}

/** Answering machines are asked not to answer. */
export const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } as const;

function needsEncryption({ protocol, username, hostname }: URL): boolean {
  const isHere = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return protocol === 'smtp:' && username !== '' && !isHere;
}

/** The server's answer without its text, which may repeat the address. */
function reasonOf(error: unknown): { reason: string; answer: number | null } {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return {
    reason: typeof code === 'string' ? code : 'unknown',
    answer: typeof responseCode === 'number' ? responseCode : null,
  };
}
