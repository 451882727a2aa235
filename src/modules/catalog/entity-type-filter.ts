import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ENTITY_TYPES } from './entity-types.js';

/** The `entityType` filter of a list of rides. */
export function EntityTypeFilter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      enum: ENTITY_TYPES,
      enumName: 'EntityType',
      required: false,
      description:
        'Only rides of this type. Default: all types but `PARK` and `DESTINATION`, because the live API also lists parks and ' +
        'destinations themselves as entities',
    }),
    IsOptional(),
    IsIn(ENTITY_TYPES),
  );
}
