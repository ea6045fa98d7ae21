export { useCase } from '../services/use-case.js';
