export { till } from '../../sandbox/till.js';
