import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

const MAX_LENGTH = 100;

/** The `q` of a list, which may be left out unless it is required: 1 to 100 characters. */
export function SearchText(description: string, { required = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required, minLength: 1, maxLength: MAX_LENGTH, example: 'park', description }),
    ...(required ? [] : [IsOptional()]),
    IsString(),
    Length(1, MAX_LENGTH),
  );
}
