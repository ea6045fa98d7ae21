import { useCase } from '../src/services/use-case.js';

export const activity = () => useCase;
