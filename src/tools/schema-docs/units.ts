/** Units by the end of a column's name. The first match counts. */
const UNITS_BY_NAME: readonly (readonly [end: RegExp, unit: string])[] = [
  [/_minutes_ms$/, 'minutes × milliseconds'],
  [/_ms$/, 'milliseconds'],
  [/_bytes$/, 'bytes'],
  [/_cm$/, 'centimetres'],
  [/_minor$/, 'minor units of `price_currency`'],
  [/_wait$|^wait_time$|_minutes$/, 'minutes'],
  [/^(latitude|longitude)$/, 'degrees (WGS 84)'],
  [/^attempts$/, 'count'],
];

const UNITS_BY_TYPE: Readonly<Record<string, string>> = {
  datetime: 'UTC',
  date: 'local date',
  json: 'JSON',
  enum: 'word',
  boolean: 'true or false',
};

/** The unit that the name or type of a column implies; null where only a comment can state it. */
export function unitOf(column: string, type: string): string | null {
  return UNITS_BY_NAME.find(([end]) => end.test(column))?.[1] ?? UNITS_BY_TYPE[type] ?? null;
}

/** Whether a number without a unit cannot be understood. Ids are numbers that need none. */
export function needsUnit(column: string, type: string): boolean {
  return /int|double|decimal|float/.test(type) && !/_id$/.test(column);
}
