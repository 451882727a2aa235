import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

export interface FieldOptions {
  description?: string;
  /** False makes the field optional, in validation and documentation alike. Default true. */
  required?: boolean;
  example?: string | number;
}

/** Documents a field and, where it is not required, lets validation pass without it. */
export function documented(options: FieldOptions, schema: ApiPropertyOptions): PropertyDecorator[] {
  const { required = true, ...rest } = options;
  const property = ApiProperty({ ...schema, ...rest, required } as ApiPropertyOptions);
  return required ? [property] : [property, IsOptional()];
}
