import { useCase } from '../src/services/use-case.js';

export const contract = useCase;
