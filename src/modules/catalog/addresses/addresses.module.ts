import { Global, Module } from '@nestjs/common';
import { EntityAddresses } from '../../../common/http/addresses/entity-address.js';
import { AddressRepository } from './address.sql.js';
import { CatalogAddresses } from './catalog-addresses.service.js';

/** Lets the controllers of every module address entities by UUID and slug. */
@Global()
@Module({
  providers: [AddressRepository, { provide: EntityAddresses, useClass: CatalogAddresses }],
  exports: [EntityAddresses],
})
export class AddressesModule {}
