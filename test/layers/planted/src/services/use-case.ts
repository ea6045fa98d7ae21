import { row } from '../db/row.js';

export const useCase = row;
