import type { CuratedPark } from './curated-park.js';

/**
 * Disneyland Paris.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const DISNEYLAND_PARIS: readonly CuratedPark[] = [
  {
    destinations: ['Disneyland Paris'],
    parks: ['Disneyland Park', 'Parc Disneyland'],
    INDOOR: [
      'Star Wars Hyperspace Mountain',
      'Space Mountain: Mission 2',
      'Star Tours: The Adventures Continue',
      'Buzz Lightyear Laser Blast',
      'Phantom Manor',
      'Pirates of the Caribbean',
      "Peter Pan's Flight",
      'Snow White and the Seven Dwarfs',
      'Blanche-Neige et les Sept Nains',
      'Les Voyages de Pinocchio',
      `"it's a small world"`,
      "Mickey's PhilharMagic",
      'La Tanière du Dragon',
      'Les Mystères du Nautilus',
    ],
    OUTDOOR: [
      'Big Thunder Mountain',
      'Indiana Jones™ and the Temple of Peril',
      'Dumbo the Flying Elephant',
      'Orbitron',
      'Autopia',
      "Mad Hatter's Tea Cups",
      "Alice's Curious Labyrinth",
      'Casey Jr. – le Petit Train du Cirque',
      'Le Pays des Contes de Fées',
      'Thunder Mesa Riverboat Landing',
      'Le Carrousel de Lancelot',
      'La Cabane des Robinson',
      'La Plage des Pirates',
      'Frontierland Playground',
      'Disneyland Railroad Main Street Station',
      'Disneyland Railroad Frontierland Depot',
      'Disneyland Railroad Fantasyland Station',
      'Disneyland Railroad Discoveryland Station',
      'Horse-Drawn Streetcars',
      'Main Street Vehicles',
    ],
  },
  {
    destinations: ['Disneyland Paris'],
    parks: ['Disney Adventure World', 'Walt Disney Studios Park'],
    INDOOR: [
      'The Twilight Zone Tower of Terror',
      'Ratatouille: The Adventure',
      "Ratatouille: L'Aventure Totalement Toquée de Rémy",
      'Avengers Assemble: Flight Force',
      'Spider-Man W.E.B. Adventure',
      "Rock 'n' Roller Coaster starring Aerosmith",
      'Frozen Ever After',
    ],
    OUTDOOR: [
      'RC Racer',
      'Toy Soldiers Parachute Drop',
      'Slinky Dog Zigzag Spin',
      'Cars ROAD TRIP',
      'Cars Quatre Roues Rallye',
      'Les Tapis Volants - Flying Carpets Over Agrabah',
      'Flying Carpets Over Agrabah',
      'Studio Tram Tour',
      'Raiponce Tangled Spin',
    ],
    HYBRID: ["Crush's Coaster"],
  },
];
