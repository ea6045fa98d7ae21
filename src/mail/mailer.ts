/** One letter, ready to send: the same words as HTML and as plain text. */
export interface Letter {
  /** One bare address, `anna@example.org`. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Sends letters. Which way they go is the configuration's. */
export interface Mailer {
  /** Resolves when the mail server has taken the letter. @throws AppError `MAIL.NOT_SENT` when it has not. */
  send(letter: Letter): Promise<void>;
}
