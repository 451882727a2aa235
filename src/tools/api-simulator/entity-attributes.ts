import type { EntityTag, SimEntity } from './sim-world.js';

/** The key of each tag; a tag without a key here has none in the API either. */
const KEYS: Readonly<Record<string, string>> = {
  MINIMUM_HEIGHT: 'minimumHeight',
  MINIMUM_HEIGHT_UNACCOMPANIED: 'minimumHeightUnaccompanied',
  MAXIMUM_HEIGHT: 'maximumHeight',
  MAY_GET_WET: 'mayGetWet',
  UNSUITABLE_PREGNANT: 'unsuitableForPregnantPeople',
  ONRIDE_PHOTO: 'onRidePhoto',
  CHILD_SWAP: 'childSwap',
};
const CENTIMETRES_PER_INCH = 2.54;

/** The attributes of an entity as keys of their own: heights in whole centimetres, the rest `true`. */
export function attributesOf(entity: SimEntity): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if (entity.entityType === 'ATTRACTION') attributes.attractionType = entity.seedWord % 9 === 0 ? 'UNKNOWN' : 'RIDE';
  if (entity.parkId !== null) attributes.parkId = entity.parkId;
  for (const tag of entity.tags) {
    const key = KEYS[tag.tag];
    if (key !== undefined) attributes[key] = valueOf(tag);
  }
  return attributes;
}

function valueOf({ value }: EntityTag): number | boolean {
  if (!value || !('height' in value)) return true;
  return Math.round(value.unit === 'in' ? value.height * CENTIMETRES_PER_INCH : value.height);
}
