import type { CuratedPark } from './curated-index.js';

/**
 * Disneyland Paris.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Efteling, Kaatsheuvel.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
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

/**
 * Europa-Park, Rust.
 * State of 2026-11-23; sources: see {@link CuratedPark}.
 */
export const EUROPA_PARK: readonly CuratedPark[] = [
  {
    destinations: ['Europa-Park'],
    parks: ['Europa-Park'],
    INDOOR: [
      'Voletarium',
      'Piraten in Batavia',
      'Pirates in Batavia',
      'Geisterschloss',
      'Ghost Castle',
      'Abenteuer Atlantis',
      'Atlantis Adventure',
      'Eurosat - CanCan Coaster',
      'Eurosat Coastiality',
      'Madame Freudenreich Curiosités',
      'Snorri Touren',
      'Magic Cinema 4D',
      'Fluch der Kassandra',
      "Cassandra's Curse",
    ],
    OUTDOOR: [
      'blue fire Megacoaster',
      'WODAN - Timburcoaster',
      'Silver Star',
      'Voltron Nevera powered by Rimac',
      'Pegasus',
      'Poseidon',
      'Atlantica SuperSplash',
      'Fjord-Rafting',
      'Schweizer Bobbahn',
      'Swiss Bob Run',
      'Matterhorn-Blitz',
      'EP-Express',
      'Panoramabahn',
      'Dschungel-Floßfahrt',
      'Kolumbusjolle',
      'Wiener Wellenflieger',
      'Baaa Express',
      'Josefinas kaiserliche Zauberreise',
      'Feria Swing',
      'Vindjammer',
    ],
    HYBRID: ['Euro-Mir', 'ARTHUR'],
  },
];
