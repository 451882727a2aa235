import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Private words that once stood for what the field has a standard term for, and the term. */
const REFUSED: readonly (readonly [word: RegExp, use: string])[] = [
  [/dekad/i, 'ten-day period, ride_ten_day_stats'],
  [/holdTimeline|holdingAt|HoldLimits|MAX_HOLD|maxHoldMs|HeldValues/, 'carry forward, state intervals, stateAt'],
  [/dirty_park_days|markDirty|DirtyDay|dirtyDays|markParkDaysDirty/, 'invalidate, invalidated park-days'],
  [/stats:drain|DrainRe|\bdrain(All)?\(/, 'refresh, stats:refresh'],
  [/\baddUp/, 'sum'],
  [/[a-z]Figures\b|figuresOf/, 'metrics or statistics'],
  [/observedUntil\b|observed_until\b|isSettled\b/, 'lastConfirmedAt, isFinal'],
  [/openWindows\b|openObservedMs|open_observed_ms|unobservedM/, 'opening intervals, scheduledMs, unknown'],
  [/placeholderCount|placeholder_count|PLACEHOLDER_WAIT/, 'implausible or extreme waits'],
  [/[sS]uspicion|FEED_FROZEN|[rR]estamp/, 'feed health, stale feed, timestamp churn'],
  [/overruled|owedUnseen|closeMended/, 'superseded, expected, resolved automatically'],
  [/twinDates|parkTwins|familyOf|rekeyed|acceptVanished|accept-vanished/, 'aligned dates, canonical group, id changed'],
  [/leftOut\b/, 'excluded'],
  [/\bShown(Count|Text|Instant|Word|Number|Id|Day|Flag|Uuid)\b/, 'the ApiField family'],
  [/AnswerMemory|KeptAnswer|EarlyAnswers|sendKept|hasItAlready/, 'ResponseCache, CachedResponses, isNotModified'],
  [/ShortMemory|WorkInHand|inParallel|RequestTurns|RequestBudget/, 'TtlCache, TaskTracker, mapWithConcurrency'],
  [/patiently|atLast\b|\bownBytes|MonthGuard|fetchWhole|DaysTaken/, 'the glossary in docs/development.md'],
  [/\bDice\b/, 'SeededRandom'],
  [/\bopen time\b/i, 'scheduled time'],
  [/\bunobserved (time|hours?|days?|minutes)\b/i, 'unknown time, hours without data'],
];

/** These speak of the names before: what a database of an earlier version holds, and what was measured then. */
const EXEMPT = [
  /^src\/migrations\//,
  /^src\/schema\.ts$/,
  /^src\/modules\/.*\/finding\.ts$/,
  /^src\/modules\/exclusions\/exclusion-changes\.spec\.ts$/,
  /^src\/modules\/collector\/repaired-rows\.ts$/,
  /^docs\/decisions\//,
  /^docs\/performance\.md$/,
  /^client\/src\/schema\.gen\.ts$/,
];

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.(ts|tsx|md)$/.test(entry.name)) yield relative(ROOT, path);
  }
}

describe('source files and documentation', () => {
  it('use the standard terms of the field instead of private words', () => {
    const found = ['src', 'docs', 'web/src']
      .flatMap((folder) => [...filesBelow(join(ROOT, folder))])
      .filter((file) => !EXEMPT.some((exempt) => exempt.test(file)))
      .flatMap((file) => {
        const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
        return lines.flatMap((line, index) => {
          // Names of files are read with the imports; only the words of the line itself count.
          const text = line.replace(/(from|import\() ?'[^']*'/, '');
          return REFUSED.filter(([word]) => word.test(text)).map(
            ([word, use]) => `${file}:${index + 1} ${word.exec(text)![0]} (use: ${use})`,
          );
        });
      });
    expect(found).toEqual([]);
  });
});
