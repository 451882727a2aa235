import { distinctNames } from './distinct-names.js';

const namesOf = (...entries: [id: number, name: string, place: string][]): string[] => [
  ...distinctNames(entries.map(([id, name, place]) => ({ id, name, place }))).values(),
];

describe('distinct names', () => {
  it('are the names alone as long as they differ', () => {
    expect(namesOf([1, 'Comet', 'Umi Land'], [2, 'Carousel', 'Umi Land'])).toEqual(['Comet', 'Carousel']);
  });

  it('have the place of those that are equal', () => {
    expect(namesOf([1, 'Comet', 'Umi Land'], [2, 'Carousel', 'Umi Land'], [3, 'Comet', 'Golden Canyon'])).toEqual([
      'Comet (Umi Land)',
      'Carousel',
      'Comet (Golden Canyon)',
    ]);
  });

  it('have the id where the places are equal too', () => {
    expect(namesOf([1, 'Comet', 'Umi Land'], [3, 'Comet', 'Umi Land'])).toEqual([
      'Comet (Umi Land, id 1)',
      'Comet (Umi Land, id 3)',
    ]);
  });
});
