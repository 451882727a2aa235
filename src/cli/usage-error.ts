import { isNativeError } from 'node:util/types';

/** The command line is wrong; the message names the option and what it wants. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Runs a use of node's parseArgs; its complaints become a {@link UsageError}. */
export function withUsageErrors<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      // "…. To specify a positional argument starting with a '-', …" helps nobody here
      throw new UsageError(error.message.split('. To specify')[0]!);
    }
    throw error;
  }
}
