import type { HistoryOfEntity, HistoryResponse } from './history-reader.js';

/**
 * The pages of one range as one response. Entities may continue on a later page, whose opening is the state in the middle of
 * the range; a row that ends one page and begins the next one is a duplicate.
 */
export function joinPages([first, ...others]: readonly [HistoryResponse, ...HistoryResponse[]]): HistoryResponse {
  if (others.length === 0) return first;
  const joined: HistoryResponse = {
    ...first,
    entities: [],
    rows: { seen: 0, read: 0, rejected: 0 },
    problems: [],
    shape: { shapes: [], unknownWords: [] },
    next: null,
  };
  const byId = new Map<string, HistoryOfEntity>();
  for (const { entities, rows, problems, shape } of [first, ...others]) {
    for (const entity of entities) byId.set(entity.id, continued(byId.get(entity.id), entity));
    for (const key of ['seen', 'read', 'rejected'] as const) joined.rows[key] += rows[key];
    joined.problems.push(...problems);
    joined.shape.shapes.push(...shape.shapes);
    joined.shape.unknownWords.push(...shape.unknownWords);
  }
  return { ...joined, entities: [...byId.values()] };
}

/** Rows of a later page come after those of an earlier one, also at the same instant. */
function continued(before: HistoryOfEntity | undefined, entity: HistoryOfEntity): HistoryOfEntity {
  if (before === undefined) return entity;
  const firstIndex = (before.rows.at(-1)?.index ?? -1) + 1;
  return {
    ...before,
    opening: before.opening ?? entity.opening,
    rows: [...before.rows, ...entity.rows.map((row) => ({ ...row, index: firstIndex + row.index }))],
    rejectedRows: before.rejectedRows + entity.rejectedRows,
  };
}
