import { useCase } from '../services/use-case.js';

export const page = useCase;
