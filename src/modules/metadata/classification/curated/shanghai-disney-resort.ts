import type { CuratedPark } from './curated-park.js';

/**
 * Shanghai Disney Resort.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const SHANGHAI_DISNEY_RESORT: readonly CuratedPark[] = [
  {
    destinations: ['Shanghai Disney Resort'],
    parks: ['Shanghai Disneyland'],
    INDOOR: [
      'Pirates of the Caribbean Battle for the Sunken Treasure',
      "Peter Pan's Flight",
      'Buzz Lightyear Planet Rescue',
      'Soaring Over the Horizon',
      'The Many Adventures of Winnie the Pooh',
      'Zootopia: Hot Pursuit',
      '"Once Upon a Time" Adventure',
      'Stitch Encounter',
    ],
    OUTDOOR: [
      'Roaring Rapids',
      'Dumbo the Flying Elephant',
      'Fantasia Carousel',
      'Hunny Pot Spin',
      'Jet Packs',
      'Alice in Wonderland Maze',
      'Challenge Trails at Camp Discovery',
      'Explorer Canoes',
      "Rex's Racer",
      'Slinky Dog Spin',
      "Woody's Roundup",
      'Shipwreck Shore',
    ],
    HYBRID: ['Seven Dwarfs Mine Train', 'TRON Lightcycle Power Run', 'Voyage to the Crystal Grotto'],
  },
];
