import { withRowAlias } from './upsert-sql.js';

describe('an upsert with a row alias', () => {
  it('takes the new values from the alias, also within expressions', () => {
    expect(
      withRowAlias(
        'INSERT INTO t (a, b) VALUES (?, ?), (?, ?)\n ON DUPLICATE KEY UPDATE b = IF(VALUES(b) >= b, VALUES(b), b), c = VALUES( `a` )',
      ),
    ).toBe(
      'INSERT INTO t (a, b) VALUES (?, ?), (?, ?) AS incoming (incoming_a, incoming_b) ' +
        'ON DUPLICATE KEY UPDATE b = IF(incoming_b >= b, incoming_b, b), c = incoming_a',
    );
  });

  it('accepts quoted names, as the ORM writes them, and one placeholder for all rows', () => {
    expect(withRowAlias('INSERT INTO `t`(`a`, `b`) VALUES ? ON DUPLICATE KEY UPDATE `a` = VALUES(`a`)')).toBe(
      'INSERT INTO `t`(`a`, `b`) VALUES ? AS incoming (incoming_a, incoming_b) ON DUPLICATE KEY UPDATE `a` = incoming_a',
    );
  });

  it('makes a derived table of selected rows', () => {
    expect(withRowAlias('INSERT INTO t (a) SELECT x FROM s WHERE y = ? ON DUPLICATE KEY UPDATE a = VALUES(a)')).toBe(
      'INSERT INTO t (a) SELECT * FROM (SELECT x FROM s WHERE y = ?) AS incoming (incoming_a) ON DUPLICATE KEY UPDATE a = incoming_a',
    );
  });

  it.each([
    'INSERT INTO t (a) VALUES (1)',
    'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = a',
    "SELECT 'ON DUPLICATE KEY UPDATE a = VALUES(a)'",
    'INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a)',
  ])('leaves %s unchanged', (sql) => {
    expect(withRowAlias(sql)).toBe(sql);
  });
});
