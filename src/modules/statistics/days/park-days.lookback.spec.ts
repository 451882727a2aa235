import { loadConfig } from '../../../common/config/app-config.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { lookbackMs } from './park-days.js';

describe('the days that an observation invalidates', () => {
  it.each([
    [{}, 480],
    [
      { ARCHIVE_MAX_CARRY_FORWARD_MINUTES: '30', LIVE_MAX_CARRY_FORWARD_MINUTES: '45', PARK_NO_DATA_MINUTES: '60' },
      180,
    ],
    [
      { ARCHIVE_MAX_CARRY_FORWARD_MINUTES: '30', LIVE_MAX_CARRY_FORWARD_MINUTES: '90', PARK_NO_DATA_MINUTES: '60' },
      210,
    ],
  ])('are the days whose computation reads it (%j)', (settings, minutes) => {
    const config = loadConfig(settings);
    const limits = {
      archiveMs: config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      liveMs: config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      parkNoDataMs: config.PARK_NO_DATA_MINUTES * MINUTE_MS,
    };
    expect(config.observationReachMs).toBe(minutes * MINUTE_MS);
    expect(lookbackMs(limits)).toBe(config.observationReachMs);
  });
});
