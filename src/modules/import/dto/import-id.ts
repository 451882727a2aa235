import { pathParameter } from '../../../common/http/dto/path-ids.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { IMPORT_ID_PATTERN } from '../../../common/reading/import-id.js';

/** The path parameter `:importId`; 400 for what cannot be one. */
export function ImportId(): ParameterDecorator {
  return pathParameter(
    {
      name: 'importId',
      schema: { type: 'string', pattern: IMPORT_ID_PATTERN.source, example: 'imp_4f1d0c9a2b7e83d6f510' },
    },
    toImportId,
  );
}

function toImportId(text: string, name: string): string {
  if (!IMPORT_ID_PATTERN.test(text))
    throw new ValidationFailedError({ [name]: [`${name} must be the id of an import: imp_…`] });
  return text;
}
