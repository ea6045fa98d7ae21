export { read } from '../src/domain/reads-disk.js';
