import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ENTITY_TYPES } from './entity-types.js';

/** The `entityType` of a list of rides. */
export function EntityTypeFilter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      enum: ENTITY_TYPES,
      enumName: 'EntityType',
      required: false,
      description:
        'Only these. Without it all but `PARK` and `DESTINATION`: the live API has entries of parks and destinations ' +
        'themselves among the rides',
    }),
    IsOptional(),
    IsIn(ENTITY_TYPES),
  );
}
