import type { CuratedPark } from './curated-park.js';

/**
 * Universal Studios Japan.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
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
