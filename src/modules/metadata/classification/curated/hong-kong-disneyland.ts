import type { CuratedPark } from './curated-park.js';

/**
 * Hong Kong Disneyland.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const HONG_KONG_DISNEYLAND: readonly CuratedPark[] = [
  {
    destinations: ['Hong Kong Disneyland Parks', 'Hong Kong Disneyland Resort', 'Hong Kong Disneyland'],
    parks: ['Hong Kong Disneyland Park', 'Hong Kong Disneyland'],
    INDOOR: [
      'Hyperspace Mountain',
      'Iron Man Experience',
      'Ant-Man and The Wasp: Nano Battle!',
      'Mystic Manor',
      'The Many Adventures of Winnie the Pooh',
      `"it's a small world"`,
      "Mickey's PhilharMagic",
      'Festival of the Lion King',
      'Frozen Ever After',
    ],
    OUTDOOR: [
      'Big Grizzly Mountain Runaway Mine Cars',
      "Wandering Oaken's Sliding Sleighs",
      'RC Racer',
      'Slinky Dog Spin',
      'Toy Soldier Parachute Drop',
      'Dumbo the Flying Elephant',
      'Cinderella Carousel',
      'Mad Hatter Tea Cups',
      'Orbitron',
      'Jungle River Cruise',
      "Rafts to Tarzan's Treehouse",
      "Tarzan's Treehouse",
      'Hong Kong Disneyland Railroad - Main Street Station',
      'Hong Kong Disneyland Railroad - Fantasyland Station',
      'Fairy Tale Forest',
      'Geyser Gulch',
    ],
  },
];
