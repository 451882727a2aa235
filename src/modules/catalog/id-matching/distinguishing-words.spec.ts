import { distinctionOf } from './distinguishing-words.js';
import { normaliseName } from './name-normaliser.js';

const same = (one: string, other: string): boolean =>
  distinctionOf(normaliseName(one)).key === distinctionOf(normaliseName(other)).key;

describe('distinguishing words', () => {
  it.each([
    ['Studio 1', 'Studio 2'],
    ['Studio 1', 'Studio'],
    ['Studio 11', 'Studio 1'],
    ['Studio １', 'Studio ２'],
    ['Racer Blue', 'Racer Red'],
    ['Racer Blue', 'Racer'],
    ['Rocky III', 'Rocky II'],
    ['Rocky V', 'Rocky X'],
    ['Rocky I', 'Rocky'],
    ['Rocky Ⅲ', 'Rocky Ⅱ'],
    ['Stage One', 'Stage Two'],
    ['The First Flight', 'The Second Flight'],
    ['Track A', 'Track B'],
    ['Racer (L)', 'Racer (R)'],
    ['Track A – Dragon', 'Track B – Dragon'],
    ['Circuit 1A', 'Circuit 1B'],
    ['Left Lift', 'Right Lift'],
    ['North Gate', 'South Gate'],
    ['Railroad Station', 'Railroad'],
    ['TRANSFORMERS 3D', 'TRANSFORMERS'],
    ['Theater 3D', 'Theater 4D'],
    ['Theater 3', 'Theater 3D'],
    ['Le Dragon Rouge', 'Le Dragon Vert'],
    ['Blauer Enzian', 'Grüner Enzian'],
    ['Dragón Rojo', 'Dragón Azul'],
    ['Rode Draak', 'Zwarte Draak'],
    ['Drago Rosso', 'Drago Nero'],
    ['Track 1 and 1', 'Track 1'],
  ])('distinguish rides: %s, %s', (one, other) => {
    expect(same(one, other)).toBe(false);
    expect(same(other, one)).toBe(false);
  });

  it.each([
    ['Studio 2', 'Studio II'],
    ['Studio 2', 'Studio Two'],
    ['Studio 02', 'Studio 2'],
    ['Racer Grey', 'Racer Gray'],
    ['Ride-3D', 'Ride 3-D'],
    ["A Pirate's Adventure", "Pirate's Adventure"],
    ["Rock 'n' Roller", 'Rock & Roller'],
    ['What Am I Doing Here', 'What Am Doing Here'],
    ['Blue Racer', 'Racer Blue'],
    ['Mixed Vivid Civil', 'Mixed Vivid'],
  ])('do not distinguish words of the same meaning: %s, %s', (one, other) => {
    expect(same(one, other)).toBe(true);
  });

  it('are listed by meaning, sorted and repeated', () => {
    expect(distinctionOf('red track 2 red ii').key).toBe('colour:red colour:red number:2 number:2');
    expect(distinctionOf('space mountain').key).toBe('');
  });

  it('leave a remainder that siblings share', () => {
    expect(distinctionOf('racer blue').remainder).toBe(distinctionOf('racer red').remainder);
  });
});
