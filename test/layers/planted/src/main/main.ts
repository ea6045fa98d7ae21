import { useCase } from '../services/use-case.js';

export const main = useCase;
