import type { CuratedPark } from './curated-park.js';

/**
 * Lotte World, Seoul: the Adventure is a hall, Magic Island an island in a lake.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
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
