import type { CuratedPark } from './curated-park.js';
import { CHIMELONG_OCEAN_KINGDOM } from './chimelong-ocean-kingdom.js';
import { DISNEYLAND_PARIS } from './disneyland-paris.js';
import { DISNEYLAND_RESORT } from './disneyland-resort.js';
import { EFTELING } from './efteling.js';
import { EUROPA_PARK } from './europa-park.js';
import { EVERLAND } from './everland.js';
import { HONG_KONG_DISNEYLAND } from './hong-kong-disneyland.js';
import { LOTTE_WORLD } from './lotte-world.js';
import { SHANGHAI_DISNEY_RESORT } from './shanghai-disney-resort.js';
import { TOKYO_DISNEY_RESORT } from './tokyo-disney-resort.js';
import { UNIVERSAL_ORLANDO } from './universal-orlando.js';
import { UNIVERSAL_STUDIOS_HOLLYWOOD } from './universal-studios-hollywood.js';
import { UNIVERSAL_STUDIOS_JAPAN } from './universal-studios-japan.js';
import { WALT_DISNEY_WORLD } from './walt-disney-world.js';

/**
 * The curated lists, a file for each resort: the parks that the TEA's attendance reports name as the most visited of the
 * world. Version them by their dates; a synchronisation applies what has changed here by itself.
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
