export type { Legal } from '../domain/legal.js';
