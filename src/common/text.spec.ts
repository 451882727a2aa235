import fc from 'fast-check';
import { cutText } from './text.js';

describe('cutText', () => {
  it.each([
    ['a short text stays as it is', 'Ride 🎢', 6, 'Ride 🎢'],
    ['a pair at the end stays whole', 'Ride 🎢🎢', 6, 'Ride 🎢'],
    ['a pair that does not fit goes as a whole', 'Ride 🎢', 5, 'Ride '],
    ['half a pair of the feed becomes a replacement character', 'Ride \ud83c', 10, 'Ride \ufffd'],
    ['nothing is left of it', '🎢', 0, ''],
  ])('%s', (_, text, maxLength, expected) => {
    expect(cutText(text, maxLength)).toBe(expected);
  });

  it('leaves no lone surrogate, and returns as many code points as fit', () => {
    const unit = fc.constantFrom('a', 'é', '🎢', '\ud83c', '\udfa2');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), fc.nat(20), (units, maxLength) => {
        const text = units.join('');
        const cut = cutText(text, maxLength);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        const whole = [...text].map((point) => point.replace(/\p{Surrogate}/gu, '\ufffd'));
        expect([...cut]).toEqual(whole.slice(0, maxLength));
      }),
    );
  });
});
