import { ApiProperty } from '@nestjs/swagger';
import { UUID_PATTERN } from '../../reading/field-readers.js';
import { ValidationFailedError } from '../http-errors.js';
import { MAX_INTERNAL_ID } from '../dto/request-fields.js';

/** The path parameters that address an entity of the catalogue. */
export type AddressParameter = 'destinationId' | 'parkId' | 'rideId';

export type EntityAddress =
  { form: 'ID'; id: number } | { form: 'UUID'; themeparksWikiId: string } | { form: 'SLUG'; slug: string };

/** Lower-case letters, digits, dots, hyphens and underscores, with a letter: never mistaken for an id. */
export const SLUG_PATTERN = '^(?=[^a-z]*[a-z])[a-z0-9][a-z0-9._-]{1,199}$';
const SLUG = new RegExp(SLUG_PATTERN);

/** Rides have no slugs. */
export const hasSlug = (parameter: AddressParameter): boolean => parameter !== 'rideId';

/** The form in which a slug is an address; null if it cannot be one. */
export function slugAddress(text: string): string | null {
  const slug = text.trim().toLowerCase();
  return SLUG.test(slug) && !UUID_PATTERN.test(slug) ? slug : null;
}

/**
 * Reads an internal id, a UUID of ThemeParks.wiki, or a slug. Whether the entity exists is another question.
 * @throws ValidationFailedError
 */
export function parseAddress(parameter: AddressParameter, text: string): EntityAddress {
  const address = readAddress(parameter, text);
  if (address !== null) return address;
  const forms = `an integer from 1 to ${MAX_INTERNAL_ID}${hasSlug(parameter) ? ', a UUID or a slug' : ' or a UUID'}`;
  throw new ValidationFailedError({ [parameter]: [`${parameter} must be ${forms}`] });
}

/** Like {@link parseAddress}, but null for text that cannot be an address. */
export function readAddress(parameter: AddressParameter, text: string): EntityAddress | null {
  if (/^\d{1,10}$/.test(text)) {
    const id = Number(text);
    if (id >= 1 && id <= MAX_INTERNAL_ID) return { form: 'ID', id };
  }
  if (UUID_PATTERN.test(text)) return { form: 'UUID', themeparksWikiId: text.toLowerCase() };
  const slug = hasSlug(parameter) ? slugAddress(text) : null;
  return slug === null ? null : { form: 'SLUG', slug };
}

export interface AddressedEntity {
  id: number;
  /** The entity's present slug, if it was addressed by a slug. */
  slug: string | null;
}

/** Finds the entities that addresses other than internal ids refer to. The catalogue provides it. */
export abstract class EntityAddresses {
  /** Null: there is no such entity. */
  abstract find(
    parameter: AddressParameter,
    address: Exclude<EntityAddress, { form: 'ID' }>,
  ): Promise<AddressedEntity | null>;
}

/** The body of a redirect. */
export class MovedView {
  @ApiProperty({
    type: String,
    example: '/api/parks/islandsofadventure/live',
    description: 'Path and query to request',
  })
  location: string;
}

/** Ends a request with a redirect to the present address. 308 keeps the method and the body of the request. */
export class MovedError extends Error {
  static readonly STATUS = 308;

  /** @param location path and query, without the base path */
  constructor(readonly location: string) {
    super(`moved to ${location}`);
    this.name = new.target.name;
  }
}
