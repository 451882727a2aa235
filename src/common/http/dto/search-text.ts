import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

const MAX_LENGTH = 100;

/** The optional `q` of a list: 1 to 100 characters. */
export function SearchText(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required: false, minLength: 1, maxLength: MAX_LENGTH, example: 'island', description }),
    IsOptional(),
    IsString(),
    Length(1, MAX_LENGTH),
  );
}
