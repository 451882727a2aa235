import { GapFilling } from '../../src/modules/history-upkeep/gap-filling.service.js';
import type { GapView } from '../../src/modules/quality/gap.dto.js';
import { collectWithOutage, OUTAGE_MODULES, OUTAGE_SETTINGS } from '../support/collection-outage.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';
import { ApiApp, type Json } from './support/api-app.js';

const START_MS = Date.UTC(2026, 6, 15, 16);

interface Gaps {
  data: Json<GapView>[];
}

describe('GET /api/admin/quality/gaps', () => {
  let warehouse: HistoryWarehouse;
  let api: ApiApp;

  beforeAll(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'api_gap_fills', nowMs: START_MS, modules: OUTAGE_MODULES, settings: OUTAGE_SETTINGS },
    });
    await collectWithOutage(warehouse, START_MS);
    api = await ApiApp.start({
      connection: warehouse.database.connectionOptions,
      settings: { ROLE: 'api' },
      clock: warehouse.clock,
    });
  });
  afterAll(async () => {
    await api?.close();
    await warehouse?.close();
  });

  const gapsOfParks = async () => {
    const { status, body } = await api.send<Gaps>('get', '/api/admin/quality/gaps?limit=100');
    expect(status).toBe(200);
    return body.data.filter(({ entityType, source }) => entityType === 'PARK' && source === 'LIVE');
  };

  it('reports no fill of a gap for which no other source was asked', async () => {
    const gaps = await gapsOfParks();
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.map(({ fill }) => fill)).toEqual(gaps.map(() => null));
    expect(new Set(gaps.map(({ resolutionStatus }) => resolutionStatus))).toEqual(new Set(['OPEN']));
  });

  it('reports source, hours and import of a fill, from its request to its end', async () => {
    const filling = warehouse.app.get(GapFilling);
    const [record] = await filling.begin({ origin: 'api', parkIds: null, maxDays: 10, isUrgent: true });
    const { importId } = record!;
    for (const { fill } of await gapsOfParks()) {
      expect(fill).toMatchObject({ source: 'HISTORY_API', state: 'REQUESTED', hours: 0, importId, note: null });
    }
    await warehouse.app.run(importId);
    await filling.assess();
    for (const { fill, hours, resolutionStatus, resolutionNotes } of await gapsOfParks()) {
      expect(fill).toMatchObject({ source: 'HISTORY_API', state: 'FILLED', hours, importId });
      expect(Date.parse(fill!.assessedAt)).toBe(warehouse.clock.nowMs);
      expect(resolutionStatus).toBe('RESOLVED');
      expect(resolutionNotes).toContain(`filled by HISTORY_API`);
      expect(resolutionNotes).toContain(importId);
    }
  });
});
