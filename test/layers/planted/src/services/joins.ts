export { main } from '../main/main.js';
