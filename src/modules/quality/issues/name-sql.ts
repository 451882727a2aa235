/** SQL on `data_quality_log q`: joins what its rows speak of. */
export const NAME_JOINS = `LEFT JOIN parks np ON np.park_id = q.park_id
  LEFT JOIN rides nr ON q.entity_type = 'RIDE' AND nr.ride_id = q.entity_id
  LEFT JOIN destinations nd ON q.entity_type = 'DESTINATION' AND nd.destination_id = q.entity_id`;

export const NAME_COLUMNS = `np.name AS parkName, CASE q.entity_type WHEN 'RIDE' THEN nr.name
  WHEN 'PARK' THEN np.name WHEN 'DESTINATION' THEN nd.name END AS entityName`;
