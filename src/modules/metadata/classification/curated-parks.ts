import {
  CHIMELONG_OCEAN_KINGDOM,
  EVERLAND,
  HONG_KONG_DISNEYLAND,
  LOTTE_WORLD,
  SHANGHAI_DISNEY_RESORT,
  UNIVERSAL_STUDIOS_JAPAN,
} from './curated-asia.js';
import { DISNEYLAND_RESORT } from './curated-disneyland-resort.js';
import { DISNEYLAND_PARIS, EFTELING, EUROPA_PARK } from './curated-europe.js';
import type { CuratedPark } from './curated-index.js';
import { TOKYO_DISNEY_RESORT } from './curated-tokyo-disney-resort.js';
import { UNIVERSAL_ORLANDO, UNIVERSAL_STUDIOS_HOLLYWOOD } from './curated-universal-us.js';
import { WALT_DISNEY_WORLD } from './curated-walt-disney-world.js';

/**
 * The curated lists of the most visited parks of the world according to the TEA's attendance reports. Each list has a date;
 * update it with the list. The next synchronisation applies changes automatically.
 */
export const CURATED_PARKS: readonly CuratedPark[] = [
  ...CHIMELONG_OCEAN_KINGDOM,
  ...DISNEYLAND_PARIS,
  ...DISNEYLAND_RESORT,
  ...EFTELING,
  ...EUROPA_PARK,
  ...EVERLAND,
  ...HONG_KONG_DISNEYLAND,
  ...LOTTE_WORLD,
  ...SHANGHAI_DISNEY_RESORT,
  ...TOKYO_DISNEY_RESORT,
  ...UNIVERSAL_ORLANDO,
  ...UNIVERSAL_STUDIOS_HOLLYWOOD,
  ...UNIVERSAL_STUDIOS_JAPAN,
  ...WALT_DISNEY_WORLD,
];
