import type { CuratedPark } from './curated-index.js';

/**
 * Chimelong Ocean Kingdom, Zhuhai; few, because its names in English vary.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Everland, Yongin.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Hong Kong Disneyland.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Lotte World, Seoul: the Adventure is a hall, Magic Island an island in a lake.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
 */
export const LOTTE_WORLD: readonly CuratedPark[] = [
  {
    destinations: ['Lotte World'],
    parks: ['Lotte World', 'Lotte World Adventure'],
    INDOOR: [
      'French Revolution',
      'Flume Ride',
      'The Adventures of Sindbad',
      'The Adventures of Sinbad',
      'Adventures of Sindbad',
      'Aeronauts Balloon Ride',
      'Camelot Carrousel',
      'Camelot Carousel',
      "Pharaoh's Fury",
      'Fantasy Dream',
      'Dragons Wild Shooting',
      'Conquistador',
      'Spanish Pirate Ship',
      'Jungle Adventure',
      'Drunken Basket',
    ],
    OUTDOOR: [
      'Gyro Drop',
      'Gyro Swing',
      'Gyro Spin',
      'Bungee Drop',
      'Swing Tree',
      'Fairy Wheel',
      'Geneva Boats',
      'Geneva Boat',
    ],
    HYBRID: ['Atlantis Adventure', 'World Monorail'],
  },
];

/**
 * Shanghai Disney Resort.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Universal Studios Japan.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
 */
export const UNIVERSAL_STUDIOS_JAPAN: readonly CuratedPark[] = [
  {
    destinations: ['Universal Studios Japan'],
    parks: ['Universal Studios Japan'],
    INDOOR: [
      'Harry Potter and the Forbidden Journey',
      'Despicable Me Minion Mayhem',
      "Mario Kart: Koopa's Challenge",
      'Space Fantasy - The Ride',
      "Snoopy's Great Race",
      'SING on Tour',
      'Ollivanders',
      'Terminator 2: 3-D',
      "Shrek's 4-D Adventure",
    ],
    OUTDOOR: [
      'Hollywood Dream - The Ride',
      'Hollywood Dream - The Ride - Backdrop',
      'The Flying Dinosaur',
      'JAWS',
      'Flight of the Hippogriff',
      "Elmo's Go-Go Skateboard",
      "Moppy's Balloon Trip",
      "Elmo's Bubble Bubble",
      'The Flying Snoopy',
      "Hello Kitty's Cupcake Dream",
      'WaterWorld',
    ],
    HYBRID: ['Jurassic Park - The Ride', "Yoshi's Adventure"],
  },
];
