export { isTimezoneName } from '../time/zones/time-zones.js';
