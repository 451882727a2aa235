-- A user who may read the views and the catalogue, and nothing else. Run it as an administrator of the server, after the migrations:
--
--   sed -e 's/themepark/SCHEMA/' -e 's/change-me/PASSWORD/' docker/create-reader.sql | mariadb -u root -p
--
-- It works on MariaDB and MySQL, and can be run again, for example after an update of the program. docs/exporting.md describes the views.

CREATE USER IF NOT EXISTS 'reader'@'%' IDENTIFIED BY 'change-me';

GRANT SELECT ON `themepark`.`destinations` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`parks` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`rides` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`ride_names` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`ride_aliases` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_observations` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_queues` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_ride_hours` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_ride_days` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_ride_months` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_park_hours` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_park_days` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_park_months` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_schedules` TO 'reader'@'%';
GRANT SELECT ON `themepark`.`v_metadata` TO 'reader'@'%';
