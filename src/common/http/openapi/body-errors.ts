import { errorSchemaOf } from '../dto/api-errors.js';
import { JSON_BODY_LIMIT_BYTES } from '../json-body.js';
import { errorExample } from './error-examples.js';

const TOO_LARGE = `The body is larger than ${JSON_BODY_LIMIT_BYTES} bytes`;
/** As the body parser and {@link refuseOtherBodies} word it; the framework's errors have no code of their own. */
const MESSAGES = { '413': 'request entity too large', '415': 'The body must be application/json' } as const;
const DESCRIPTIONS = { '413': TOO_LARGE, '415': 'The body is not JSON' } as const;

/** Documents what every operation with a body answers to one that it cannot take. */
export function documentBodyErrors(operation: { requestBody?: unknown; responses: Record<string, unknown> }): void {
  if (operation.requestBody === undefined) return;
  for (const status of ['413', '415'] as const) {
    const example = errorExample('VALIDATION_FAILED', { message: MESSAGES[status], details: {} });
    operation.responses[status] = {
      description: DESCRIPTIONS[status],
      content: {
        'application/json': { schema: errorSchemaOf(['VALIDATION_FAILED']), examples: { VALIDATION_FAILED: example } },
      },
    };
  }
}
