import type { AppConfig } from '../../common/config/app-config.js';

/** Whether jobs may use the History API by themselves. Without a key, 60 requests an hour are left to people. */
export const areHistoryJobsEnabled = ({ HISTORY_JOBS_ENABLED, THEMEPARKS_API_KEY }: AppConfig): boolean =>
  HISTORY_JOBS_ENABLED && THEMEPARKS_API_KEY !== undefined;
