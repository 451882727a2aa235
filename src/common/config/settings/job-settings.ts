import { about, whole } from './setting-types.js';

export const JOB_SETTINGS = {
  JOB_HISTORY_DAYS: about(whole(1, 3_650).default(30), 'For how many days the runs of scheduled jobs are kept.'),
  JOB_ALERT_AFTER_FAILURES: about(
    whole(0, 100).default(3),
    'How many failed runs of a scheduled job in a row raise an alert. 0: none.',
  ),
  JOB_OVERDUE_MINUTES: about(
    whole(0, 10_080).default(15),
    'How many minutes after its scheduled time a job that has not run raises an alert; also how long after its start a ' +
      'worker waits with it. 0: never.',
  ),
};
