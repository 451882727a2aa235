import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Dataset } from '../export-table.js';
import { FORMATS } from '../formats/export-format.js';

/** Documents a handler that answers with a file of the dataset, in the format that is asked for. */
export function ApiExportedFile(summary: string, { columns }: Dataset): MethodDecorator {
  const names = columns.map(({ name, nullable }) => (nullable ? `${name}?` : name)).join(', ');
  const description =
    `Streamed, one consistent view of the database however long it takes. Ordered by \`canonicalRideId\`, \`rideId\`, ` +
    `\`recordedAt\`. Columns (\`?\`: may be null): ${names}. \`rideId\` is the ride under which a row is stored, ` +
    '`canonicalRideId` the one that it counts as, whose name and park are given. Instants are UTC, waits are minutes, ' +
    'prices minor units of their currency. A file that breaks off ends the connection without the end of its body. ' +
    'In CSV a name that begins like a formula has an apostrophe before it.';
  const schema = { type: 'string', format: 'binary' };
  const content = Object.fromEntries(
    Object.values(FORMATS).map(({ contentType }) => [contentType.split(';')[0]!, { schema }] as const),
  );
  return applyDecorators(ApiOperation({ summary, description }), ApiOkResponse({ description: 'The file', content }));
}
