export { row } from '../../db/row.js';
