export { evotor } from '../evotor/evotor.js';
