import { Transform } from 'class-transformer';

/** Digits of a query or body field as a number; anything else stays as it is, for validation to name. */
export const WholeNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
