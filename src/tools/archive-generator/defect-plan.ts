import { type DefectName, type EventDefectName, type FileDefectName, isFileDefect } from './defect-catalog.js';
import { GeneratorOptionError, type GeneratorOptions } from './generator-options.js';
import { SeededRandom } from './seeded-random.js';

export interface FileDefectPlan {
  file: FileDefectName | null;
  events: EventDefectName[];
}

/** Which defects go into which file; files are numbered destination by destination, day by day. */
export type DefectPlan = ReadonlyMap<number, FileDefectPlan>;

/**
 * Every defect of a whole file gets a file of its own; those of events are spread over the others.
 * Throws {@link GeneratorOptionError} where there are not enough files.
 */
export function planDefects(options: GeneratorOptions): DefectPlan {
  const wanted: DefectName[] = options.defects.flatMap((name) =>
    Array.from({ length: options.defectRepeats }, () => name),
  );
  const ofFiles = wanted.filter(isFileDefect);
  const ofEvents = wanted.filter((name): name is EventDefectName => !isFileDefect(name));
  const files = options.destinations * options.days;
  const needed = ofFiles.length + (ofEvents.length > 0 ? 1 : 0);
  if (needed > files) throw new GeneratorOptionError('defects', `need ${needed} files, there are only ${files}`);
  const order = SeededRandom.fromKey(`${options.seed}/defects`).shuffled(Array.from({ length: files }, (_, n) => n));
  const plan = new Map<number, FileDefectPlan>();
  ofFiles.forEach((file, index) => plan.set(order[index]!, { file, events: [] }));
  const others = order.slice(ofFiles.length);
  ofEvents.forEach((event, index) => {
    const number = others[index % others.length]!;
    const entry = plan.get(number) ?? { file: null, events: [] };
    entry.events.push(event);
    plan.set(number, entry);
  });
  return plan;
}
