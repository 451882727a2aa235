/**
 * Reads `data[0].figures.value` out of a JSON value. `[name=Ride A]` picks the first element with that property,
 * `[*]` takes the rest of the path of every element, `length` is the number of elements. Absent values are undefined.
 */
export function readPath(value: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    key === undefined ? { index: index! } : { key },
  );
  return follow(value, steps);
}

type PathStep = { key: string } | { index: string };

function follow(value: unknown, steps: PathStep[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if ('key' in step) return follow((value as Record<string, unknown>)[step.key], rest);
  if (!Array.isArray(value)) return undefined;
  if (step.index === '*') return value.map((item) => follow(item, rest));
  return follow(pick(value, step.index), rest);
}

function pick(items: unknown[], index: string): unknown {
  const [, name, wanted] = /^([^=]+)=(.*)$/.exec(index) ?? [];
  if (name === undefined) return items.at(Number(index));
  return items.find((item) => String((item as Record<string, unknown> | null)?.[name]) === wanted);
}
