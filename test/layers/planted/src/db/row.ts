import type { Legal } from '../domain/legal.js';

export type Row = Legal;
export const row: Row = { a: 1 };
