import type { CuratedPark } from './curated-park.js';

/**
 * Universal Studios Hollywood.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const UNIVERSAL_STUDIOS_HOLLYWOOD: readonly CuratedPark[] = [
  {
    destinations: ['Universal Studios', 'Universal Studios Hollywood'],
    parks: ['Universal Studios', 'Universal Studios Hollywood'],
    INDOOR: [
      'Harry Potter and the Forbidden Journey',
      'Despicable Me Minion Mayhem',
      'Revenge of the Mummy - The Ride',
      'Transformers: The Ride-3D',
      'The Simpsons Ride',
      'The Secret Life of Pets: Off the Leash!',
      "Mario Kart: Bowser's Challenge",
      'DreamWorks Theatre Featuring Kung Fu Panda',
      'Ollivanders',
    ],
    OUTDOOR: [
      'Flight of the Hippogriff',
      'Silly Swirly',
      'DinoPlay',
      'Super Silly Fun Land',
      'WaterWorld',
      'Fast & Furious: Hollywood Drift',
    ],
    HYBRID: ['Jurassic World - The Ride', 'Studio Tour', 'World-Famous Studio Tour'],
  },
];
