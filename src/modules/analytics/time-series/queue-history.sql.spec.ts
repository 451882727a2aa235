import { queueSql } from './queue-history.sql.js';

const window = { rideIds: [7, 9], queueType: null, fromMs: Date.UTC(2024, 0), toMs: Date.UTC(2024, 5) };

describe('the statement of a ride’s queues', () => {
  it('states its bounds as literals without T and Z', () => {
    const sql = queueSql({ ...window, queueType: 'RETURN_TIME' }, null, 11);
    expect(sql).toContain("recorded_at >= '2024-01-01 00:00:00.000' AND recorded_at < '2024-06-01 00:00:00.000'");
    expect(sql).toContain("queue_type = 'RETURN_TIME'");
    expect(sql).toContain('LIMIT 11');
  });

  it('begins after the last row of the previous page, even between queues of one instant', () => {
    const after = { recordedAtMs: Date.UTC(2024, 3, 15), rideId: 7, queueType: 'BOARDING_GROUP' } as const;
    const sql = queueSql(window, after, 11);
    expect(sql).toContain("recorded_at >= '2024-04-15 00:00:00.000'");
    expect(sql).toContain("OR ride_id > 7 OR (ride_id = 7 AND queue_type IN ('PAID_STANDBY')))");
    expect(queueSql(window, { ...after, queueType: 'PAID_STANDBY' }, 11)).toContain('OR ride_id > 7)');
  });
});
