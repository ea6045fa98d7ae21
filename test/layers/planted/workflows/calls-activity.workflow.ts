export { activity } from '../activities/activity.js';
