import { SeededRandom } from '../archive-generator/seeded-random.js';
import type { EntityModel, EntityTag, GeoPoint, HeightValue } from './sim-world.js';

/** The tags of `/entity/{id}`; only attractions have any. No tag says indoor or outdoor. */
export function tagsOf(model: EntityModel, location: GeoPoint | null, seedWord: number): readonly EntityTag[] {
  if (model.kind !== 'RIDE' || model.ride.kind === 'SHOW') return [];
  const random = SeededRandom.fromWords(seedWord, 0x7a6);
  const tags: EntityTag[] = [];
  if (location) tags.push({ tag: 'LOCATION', tagName: 'Entrance', id: 'entrance', value: location });
  if (model.ride.extendedQueues.includes('PAID_RETURN_TIME')) tags.push(flag('PAID_RETURN_TIME', 'Paid Return Time'));
  if (model.ride.extendedQueues.includes('SINGLE_RIDER')) tags.push(flag('SINGLE_RIDER', 'Single Rider'));
  if (random.chance(0.5)) tags.push(...heightTags(random));
  if (random.chance(0.2)) tags.push(flag('MAY_GET_WET', 'May Get Wet'));
  if (random.chance(0.3)) tags.push(flag('UNSUITABLE_PREGNANT', 'Unsuitable for Pregnant People'));
  if (random.chance(0.3)) tags.push(flag('ONRIDE_PHOTO', 'On-Ride Photo'));
  if (random.chance(0.3)) tags.push(flag('CHILD_SWAP', 'Child Swap'));
  return tags;
}

function flag(tag: string, tagName: string): EntityTag {
  return { tag, tagName };
}

/** A park keeps to one unit or the other; feeds mix them. */
function heightTags(random: SeededRandom): EntityTag[] {
  const inInches = random.chance(0.4);
  const height = (centimetres: number): HeightValue =>
    inInches ? { height: Math.round(centimetres / 2.54), unit: 'in' } : { height: centimetres, unit: 'cm' };
  const least = random.pick([90, 102, 112, 122, 132]);
  const tags: EntityTag[] = [
    { tag: 'MINIMUM_HEIGHT', tagName: 'Minimum Height', id: 'minimumHeight', value: height(least) },
  ];
  if (random.chance(0.3)) {
    const alone = { tag: 'MINIMUM_HEIGHT_UNACCOMPANIED', tagName: 'Minimum Height Unaccompanied' };
    tags.push({ ...alone, id: 'minimumHeightUnaccompanied', value: height(least + 18) });
  }
  if (random.chance(0.2)) {
    tags.push({ tag: 'MAXIMUM_HEIGHT', tagName: 'Maximum Height', id: 'maximumHeight', value: height(195) });
  }
  return tags;
}
