import type { OpenAPIObject } from '@nestjs/swagger';
import { DAY_MS } from '../../time/durations.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  allowReserved?: boolean;
  example?: unknown;
  schema?: Record<string, unknown>;
}

/** Parameters of which a request needs exactly one; Swagger UI fills the first of each pair in. */
const EXCLUSIVE = [
  ['rideId', 'parkId'],
  ['date', 'weekday'],
] as const;
/** A fresh database numbers from 1, so this id exists wherever anything does. */
const EXISTING_ID = 1;

/**
 * Swagger UI fills a parameter in with its example, and "Execute" sends all of them. So only what a request needs has an
 * example: required parameters, and one of those that exclude each other. Dates lie in the month that ends yesterday,
 * of which a running warehouse, or the demo's, has data.
 */
export function makeExecutable(paths: OpenAPIObject['paths'], nowMs: number): void {
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item as object) as unknown[])) {
    const parameters = (operation as { parameters?: Parameter[] }).parameters ?? [];
    const names = new Set(parameters.map(({ name }) => name));
    const chosen = EXCLUSIVE.filter((pair) => pair.every((name) => names.has(name))).map(([name]) => String(name));
    for (const parameter of parameters) {
      const isNeeded = parameter.required === true || chosen.includes(parameter.name);
      const example = isNeeded ? exampleOf(parameter, nowMs) : undefined;
      delete parameter.example;
      delete parameter.schema?.example;
      if (example !== undefined) parameter.example = example;
      // The colons of an instant need no escaping; without this, strict validators refuse a URL that has them.
      if (parameter.in === 'query' && parameter.schema?.format === 'date-time') parameter.allowReserved = true;
    }
  }
}

function exampleOf({ name, example, schema }: Parameter, nowMs: number): unknown {
  const dayText = (daysAgo: number) => new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const daysAgo = ['to', 'endDate'].includes(name) ? 1 : ['from', 'startDate'].includes(name) ? 30 : 1;
  if (schema?.format === 'date') return dayText(daysAgo);
  if (schema?.format === 'date-time') return `${dayText(daysAgo === 30 ? 2 : 1)}T00:00:00Z`;
  if (name === 'year') return Number(dayText(1).slice(0, 4));
  if (/Id$/.test(name) && schema?.type === 'integer') return EXISTING_ID;
  return example ?? schema?.example;
}
