import { isSpellingVariant } from './name-comparison.js';

describe('isSpellingVariant', () => {
  it.each([
    ['country bear theatre', 'country bear theater'],
    ['seven dwarfs mine train', 'seven dwarves mine train'],
    ['pirates of the carribean', 'pirates of the caribbean'],
    ['prince charming regal carrousel', 'prince charming regal carousel'],
    ['rock n roller coaster', 'rock and roller coaster'],
    ['rock n roller coaster', 'rock n rollercoaster'],
    ['a pirates adventure', 'pirates adventure'],
    ['space mountian', 'space mountain'],
    ['star tours the adventures continue', 'star tours the adventure continues'],
    ['スペース マウンテン', 'スペースマウンテン'],
    ['русские горки', 'русский горки'],
  ])('accepts the same words spelt differently: %s, %s', (one, other) => {
    expect(isSpellingVariant(one, other)).toBe(true);
    expect(isSpellingVariant(other, one)).toBe(true);
  });

  it.each([
    ['meet daring disney pals', 'meet dashing disney pals'],
    ['dumbo the flying elephant', 'jumbo the flying elephant'],
    ['twilight tower of terror', 'twilight power of terror'],
    ['dragon boat ride', 'dragon goat ride'],
    ['old mine train ride', 'old mini train ride'],
    ['スタジオツアー東館入口前', 'スタジオツアー西館入口前'],
  ])('rejects another word, however long the rest is: %s, %s', (one, other) => {
    expect(isSpellingVariant(one, other)).toBe(false);
  });
});
