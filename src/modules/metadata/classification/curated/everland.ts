import type { CuratedPark } from './curated-park.js';

/**
 * Everland, Yongin.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const EVERLAND: readonly CuratedPark[] = [
  {
    destinations: ['Everland Resort'],
    parks: ['Everland'],
    INDOOR: ['Horror Maze', 'Robot VR', 'Shooting Ghost'],
    OUTDOOR: [
      'T Express',
      'Amazon Express',
      'Double Rock Spin',
      'Hurricane',
      'Champion Rodeo',
      'Thunder Falls',
      'Safari World',
      'Lost Valley',
      'Rolling X-Train',
      "Let's Twist",
      'Columbus Adventure',
      'Royal Jubilee Carousel',
      'Magic Swing',
      'Sky Cruise',
      'Human Sky',
    ],
    HYBRID: ['Panda World'],
  },
];
