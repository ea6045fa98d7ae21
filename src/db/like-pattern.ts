/** A typed text as the pattern of a LIKE that finds it anywhere, its own signs meaning nothing. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%`;
