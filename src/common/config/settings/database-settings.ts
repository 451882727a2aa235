import { about, flag, matching, secret, text, whole } from './setting-types.js';

/** In a file `.env`, an unencoded # begins a comment, so that only the start of the URL is read. */
export const DATABASE_URL_FORM =
  'must look like mysql://user:password@host:3306/database (several hosts: db1:3306,db2:3306), with special characters URL-encoded (# as %23, @ as %40)';

export const DATABASE_SETTINGS = {
  DATA_DIR: about(text().default('.data'), 'Folder for the embedded database and the generated admin key.'),
  DATABASE_URL: secret(
    matching(/^(mysql|mariadb):\/\/\S+\/\w+/, DATABASE_URL_FORM).optional(),
    'MariaDB (10.11, 11.8) or MySQL (8.4, 9.7) to use, as mysql://user:password@host:3306/database, with ' +
      'URL-encoded parts; several hosts of a cluster (db1:3306,db2:3306) are used one after another when one fails; add ?socketPath=/run/mysqld/mysqld.sock for a unix socket; ?ssl=true for TLS with a ' +
      'certificate that is valid for the host, &ssl-ca=/path/ca.pem if a private authority signed it; ' +
      '?ssl-mode=REQUIRED, VERIFY_CA or VERIFY_IDENTITY as in the MySQL clients. Unset: the program starts a ' +
      'private MariaDB with its data in <DATA_DIR>/mariadb.',
  ),
  DATABASE_PASSWORD: secret(
    text(1).optional(),
    'Password of the user in DATABASE_URL, as it is, without encoding. Used if the URL has none, and for the URL of the replicas, too.',
  ),
  DATABASE_REPLICA_URL: secret(
    matching(/^(mysql|mariadb):\/\/\S+\/\w+/, DATABASE_URL_FORM).optional(),
    'Asynchronous replicas of the server of DATABASE_URL, in the same form. Public reads and exports use the first host ' +
      'that is up to date, and DATABASE_URL while there is none. Needs SELECT only. Unset: all reads use DATABASE_URL.',
  ),
  REPLICA_MAX_LAG_SECONDS: about(
    whole(1, 600).default(10),
    'A replica that is further behind is not read from until it has caught up, in seconds.',
  ),
  DATABASE_POOL_SIZE: about(whole(2, 200).default(10), 'Maximum number of connections of one process.'),
  DATABASE_START_WAIT_SECONDS: about(
    whole(0, 3600).default(60),
    'How long a start waits for a database that does not respond, in seconds; 0: not at all.',
  ),
  MIGRATIONS_AUTO_RUN: about(
    flag().default(true),
    'true: a start applies missing migrations. false: run "npm run migration:run" yourself.',
  ),
  EMBEDDED_DB_BUFFER_POOL_MB: about(
    whole(32).default(512),
    'Memory of the embedded database for its pages, in megabytes.',
  ),
  CLOCK_TOLERANCE_SECONDS: about(
    whole(1, 3600).default(60),
    'How far the clock of a process may differ from that of the database, in seconds. A cycle whose clock is ' +
      'further ahead stores nothing.',
  ),
  PARTITION_MONTHS_AHEAD: about(
    whole(1, 60).default(6),
    'Number of months after the current one whose partitions are created ahead.',
  ),
};
