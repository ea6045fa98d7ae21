export { contract } from '../temporal/contracts.js';
