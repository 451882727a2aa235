import type { CuratedPark } from './curated-index.js';

/**
 * Universal Orlando Resort.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
 */
export const UNIVERSAL_ORLANDO: readonly CuratedPark[] = [
  {
    destinations: ['Universal Orlando Resort'],
    parks: ['Universal Studios Florida'],
    INDOOR: [
      'E.T. Adventure',
      'Harry Potter and the Escape from Gringotts',
      'Despicable Me Minion Mayhem',
      "Illumination's Villain-Con Minion Blast",
      'MEN IN BLACK Alien Attack!',
      'Race Through New York Starring Jimmy Fallon',
      'Revenge of the Mummy',
      'The Simpsons Ride',
      'TRANSFORMERS: The Ride-3D',
      'Fast & Furious - Supercharged',
      'Shrek 4-D',
      'The Bourne Stuntacular',
      "Universal Orlando's Horror Make-Up Show",
      'Ollivanders',
    ],
    OUTDOOR: [
      'Hollywood Rip Ride Rockit',
      "Kang & Kodos' Twirl 'n' Hurl",
      "Woody Woodpecker's Nuthouse Coaster",
      'Trolls Trollercoaster',
      "Fievel's Playland",
      'Animal Actors On Location!',
    ],
  },
  {
    destinations: ['Universal Orlando Resort'],
    parks: ['Universal Islands of Adventure', "Universal's Islands of Adventure", 'Islands of Adventure'],
    INDOOR: [
      'Harry Potter and the Forbidden Journey',
      'The Amazing Adventures of Spider-Man',
      'The Cat in The Hat',
      "Poseidon's Fury",
      'Ollivanders',
    ],
    OUTDOOR: [
      'The Incredible Hulk Coaster',
      "Doctor Doom's Fearfall",
      'Storm Force Accelatron',
      "Popeye & Bluto's Bilge-Rat Barges",
      'Jurassic World VelociCoaster',
      'Pteranodon Flyers',
      'Camp Jurassic',
      'Flight of the Hippogriff',
      "Hagrid's Magical Creatures Motorbike Adventure",
      'One Fish, Two Fish, Red Fish, Blue Fish',
      'Caro-Seuss-el',
      'The High in the Sky Seuss Trolley Train Ride!',
      'If I Ran The Zoo',
      'Me Ship, The Olive',
    ],
    HYBRID: ['Skull Island: Reign of Kong', 'Jurassic Park River Adventure', "Dudley Do-Right's Ripsaw Falls"],
  },
  {
    destinations: ['Universal Orlando Resort'],
    parks: ['Universals Epic Universe', "Universal's Epic Universe", 'Universal Epic Universe'],
    INDOOR: [
      "Mario Kart: Bowser's Challenge",
      'Monsters Unchained: The Frankenstein Experiment',
      'Harry Potter and the Battle at the Ministry',
      'Le Cirque Arcanus',
    ],
    OUTDOOR: [
      'Stardust Racers',
      "Hiccup's Wing Gliders",
      'Constellation Carousel',
      "Dragon Racer's Rally",
      'Fyre Drill',
      'Viking Training Camp',
    ],
    HYBRID: ["Yoshi's Adventure"],
  },
];

/**
 * Universal Studios Hollywood.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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
