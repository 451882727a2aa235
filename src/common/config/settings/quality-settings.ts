import { about, cron, whole } from './setting-types.js';

export const QUALITY_SETTINGS = {
  QUALITY_CHECK_CRON: about(
    cron().default('12 * * * *'),
    'When the data quality is checked, as a cron expression in UTC.',
  ),
  QUALITY_CHECK_HOURS: about(whole(1, 744).default(48), 'How far back that check looks, in hours.'),
  QUALITY_LIVE_GAP_MINUTES: about(
    whole(1, 1440).default(15),
    'Scheduled time of a park without live data that counts as a gap, in minutes.',
  ),
  QUALITY_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'Scheduled time without archived data, or of one ride while others report, that counts as a gap, in minutes.',
  ),
  QUALITY_ABSENT_DAYS: about(
    whole(1, 365).default(7),
    'Open days without an event after which a closed ride of the archive counts as having a gap.',
  ),
  QUALITY_MAX_WAIT_MINUTES: about(
    whole(1, 1440).default(300),
    'Posted waits above this many minutes are stored and reported as a finding.',
  ),
  QUALITY_JUMP_MINUTES: about(
    whole(1, 1440).default(120),
    'A posted wait that grows by more than this many minutes from one observation to the next is reported.',
  ),
  QUALITY_FROZEN_RIDE_MINUTES: about(
    whole(30, 10080).default(480),
    'Scheduled time after which an unchanged wait of one ride is reported, in minutes.',
  ),
  QUALITY_FROZEN_PARK_MINUTES: about(
    whole(30, 10080).default(180),
    'Scheduled time after which unchanged waits and states of a whole park are reported, in minutes.',
  ),
  QUALITY_LONG_DOWN_HOURS: about(
    whole(1, 8760).default(48),
    'A ride that reports DOWN for longer than this many hours is reported.',
  ),
  QUALITY_STALE_ROW_HOURS: about(
    whole(1, 8760).default(24),
    'A repeated wait whose timestamp is older than this many hours is stale if its ride reported nothing new ' +
      'during a whole opening.',
  ),
  QUALITY_ZERO_WAIT_DAYS: about(
    whole(2, 21).default(3),
    'Days in use with waits of 0 only, after which the waits of a park do not count.',
  ),
  QUALITY_NEVER_OPERATING_DAYS: about(
    whole(2, 30).default(3),
    'Consecutive days on which a park is open by its schedule and no ride operates, after which its data does ' +
      'not count.',
  ),
};
