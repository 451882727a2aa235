import { DEFAULT_WORD } from '../dto/request-fields.js';

interface WithWord {
  [DEFAULT_WORD]?: unknown;
}

export interface OperationOfWords {
  parameters?: (WithWord & { schema?: unknown })[];
}

/** Puts the default of a WordField where OpenAPI has it in a query: in the schema, beside the reference to the list of words. */
export function documentWordDefaults({ parameters = [] }: OperationOfWords): void {
  for (const parameter of parameters) {
    const { [DEFAULT_WORD]: word } = parameter;
    if (word !== undefined) parameter.schema = { allOf: [parameter.schema], default: word };
    delete parameter[DEFAULT_WORD];
  }
}

/** Schemas have the default already. */
export function dropWordDefaults(schemas: Record<string, object> = {}): void {
  for (const { properties = {} } of Object.values(schemas) as { properties?: Record<string, WithWord> }[]) {
    for (const property of Object.values(properties)) delete property[DEFAULT_WORD];
  }
}
