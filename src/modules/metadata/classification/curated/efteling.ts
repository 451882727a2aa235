import type { CuratedPark } from './curated-park.js';

/**
 * Efteling, Kaatsheuvel.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
 */
export const EFTELING: readonly CuratedPark[] = [
  {
    destinations: ['Efteling Themepark Resort', 'Efteling'],
    parks: ['Efteling'],
    INDOOR: [
      'Droomvlucht',
      'Fata Morgana',
      'Carnaval Festival',
      'Symbolica',
      'Villa Volta',
      'Danse Macabre',
      'Vogel Rok',
      'Fabula',
      'Spookslot',
      'Diorama',
      'Stoomcarrousel',
    ],
    OUTDOOR: [
      'Baron 1898',
      'Joris en de Draak',
      'George and the Dragon',
      'Python',
      'Piraña',
      'Halve Maen',
      'Pagode',
      'Gondoletta',
      'Sprookjesbos',
      'Fairytale Forest',
      'Max & Moritz',
      'De Oude Tufferbaan',
      'Kinderspoor',
      'Archipel',
      'Nest!',
      'Laafs Monorail',
      'Polka Marina',
      'Sirocco',
      'Raveleijn',
      'Anton Pieckplein',
      'Efteling Stoomtrein',
    ],
    HYBRID: ['De Vliegende Hollander', 'The Flying Dutchman'],
  },
];
