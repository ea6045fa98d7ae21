export { row } from '../src/db/row.js';
