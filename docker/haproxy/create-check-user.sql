-- The user of HAProxy's check and of the health checks: no password and no rights, only SHOW STATUS.
CREATE USER IF NOT EXISTS haproxy@'%';
