import type { CuratedPark } from './curated-park.js';

/**
 * Europa-Park, Rust.
 * Written from public knowledge of the parks and their rides, not from data of their operators, and not checked on
 * site. Attractions in doubt are left out. State of 2026-11-23.
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
