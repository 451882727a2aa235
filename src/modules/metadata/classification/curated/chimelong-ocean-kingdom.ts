import type { CuratedPark } from './curated-park.js';

/**
 * Chimelong Ocean Kingdom, Zhuhai; few, because its names in English vary.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const CHIMELONG_OCEAN_KINGDOM: readonly CuratedPark[] = [
  {
    destinations: ['Chimelong International Ocean Tourist Resort'],
    parks: ['Chimelong Ocean Kingdom'],
    INDOOR: [
      '5D Castle Theatre',
      '5D Castle Theater',
      'Whale Shark Exhibit',
      'Whale Shark Aquarium',
      'Beluga Whale Exhibit',
      'Penguin Exhibit',
    ],
    OUTDOOR: ['Parrot Coaster', 'Walrus Splash'],
    HYBRID: ['Polar Explorer'],
  },
];
