import { about, matching, whole } from './setting-types.js';

export const STATISTICS_SETTINGS = {
  PARK_DAY_START: about(
    matching(/^(0\d|1[01]):00$/, 'must be a full hour from 00:00 to 11:00').default('00:00'),
    "Local time at which a park's day begins, a full hour from 00:00 to 11:00.",
  ),
  ARCHIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(360),
    'How long an archived value is carried forward without a newer one, in minutes; after that the state is ' +
      'unknown.',
  ),
  LIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(15),
    'How long a value is carried forward after a poll, or the log of the History API, last confirmed it, in minutes; after ' +
      'that the state is unknown.',
  ),
  PARK_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'Minutes after the last observation of any ride of a park from which no value of the park is carried forward.',
  ),
  WAIT_CEILING_MINUTES: about(
    whole(1, 1440).default(600),
    'Longest plausible standby wait, in minutes. A longer one is stored, but statistics ignore it.',
  ),
};
