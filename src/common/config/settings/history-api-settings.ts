import { about, flag, whole } from './setting-types.js';

export const HISTORY_API_SETTINGS = {
  HISTORY_JOBS_ENABLED: about(
    flag().default(false),
    'true: with THEMEPARKS_API_KEY, jobs fill gaps of live collection from the History API, import its provisional days ' +
      'again, compare some final days with it, and compare daily figures. false: they can still be started by hand.',
  ),
  HISTORY_JOB_MAX_DAYS: about(
    whole(1, 1000).default(48),
    'Maximum number of park-days that one run of such a job requests, with one history request each; the hourly budget ' +
      'applies as well.',
  ),
  HISTORY_RECHECK_DAYS: about(
    whole(0, 100).default(3),
    'Final park-days that the daily job compares with the History API again.',
  ),
};
