import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ValidationFailedError } from '../http-errors.js';

const MAX_CURSOR_LENGTH = 200;

/** `nextCursor` of the previous page. */
export function Cursor(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      maxLength: MAX_CURSOR_LENGTH,
      description: '`nextCursor` of the previous page. It contains `from` and `to`, which may then be omitted',
    }),
    IsOptional(),
    IsString(),
    MaxLength(MAX_CURSOR_LENGTH),
  );
}

/** A cursor with these values, opaque to clients. */
export const cursorOf = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor; none if the text is not a cursor. Clients can forge cursors, so the values must be checked. */
export function valuesOfCursor(text: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}

/** The values are not those of a cursor of this list. */
export const invalidCursor = (): ValidationFailedError =>
  new ValidationFailedError({ cursor: ['cursor must be the nextCursor of another page'] });
