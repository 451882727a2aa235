import { Injectable } from '@nestjs/common';
import {
  type AddressedEntity,
  type AddressParameter,
  EntityAddresses,
  type EntityAddress,
} from '../../../common/http/addresses/entity-address.js';
import { AddressRepository } from './address.sql.js';

@Injectable()
export class CatalogAddresses extends EntityAddresses {
  constructor(private readonly repository: AddressRepository) {
    super();
  }

  override async find(
    parameter: AddressParameter,
    address: Exclude<EntityAddress, { form: 'ID' }>,
  ): Promise<AddressedEntity | null> {
    if (address.form === 'SLUG') {
      return this.repository.findBySlug(parameter === 'parkId' ? 'PARK' : 'DESTINATION', address.slug);
    }
    const id = await this.findByUuid(parameter, address.themeparksWikiId);
    return id === null ? null : { id, slug: null };
  }

  private findByUuid(parameter: AddressParameter, themeparksWikiId: string): Promise<number | null> {
    switch (parameter) {
      case 'destinationId':
        return this.repository.findDestinationId(themeparksWikiId);
      case 'parkId':
        return this.repository.findParkId(themeparksWikiId);
      case 'rideId':
        return this.repository.findRideId(themeparksWikiId);
    }
  }
}
