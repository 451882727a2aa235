import { validateCronExpression } from 'cron';
import { loadConfig } from './common/config/app-config.js';
import { SCHEDULED_JOBS } from './scheduled-jobs.js';

/** Names and schedules of what a process with these settings wants. */
function wanted(settings: Record<string, string> = {}): Record<string, string> {
  const config = loadConfig(settings);
  const jobs = SCHEDULED_JOBS.filter(({ isWanted }) => isWanted?.(config) ?? true);
  return Object.fromEntries(jobs.map(({ name, schedule }) => [name, schedule(config)]));
}

describe('the table of scheduled jobs', () => {
  it('has each name once, and schedules that the scheduler understands', () => {
    expect(new Set(SCHEDULED_JOBS.map(({ name }) => name)).size).toBe(SCHEDULED_JOBS.length);
    for (const schedule of Object.values(wanted())) expect(validateCronExpression(schedule).valid).toBe(true);
  });

  it('collects at COLLECT_CRON', () => {
    expect(wanted()).toMatchObject({ collect: '*/5 * * * *' });
    expect(wanted({ COLLECT_CRON: '*/10 * * * *' })).toMatchObject({ collect: '*/10 * * * *' });
  });

  it('neither collects nor follows the catalogue where collection is switched off', () => {
    const names = Object.keys(wanted({ COLLECT_ENABLED: 'false' }));
    expect(names).toContain('partitions');
    expect(names).not.toContain('collect');
    expect(names).not.toContain('catalog-sync');
    expect(names).not.toContain('metadata-sync');
    expect(names).not.toContain('schedule-refresh');
  });
});
