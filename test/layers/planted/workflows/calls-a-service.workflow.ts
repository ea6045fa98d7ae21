export { useCase } from '../src/services/use-case.js';
