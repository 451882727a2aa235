import { HOUR_MS } from '../../../common/time/durations.js';
export const QUALITY_PERIODS = ['last_24h', 'last_7d', 'last_30d'] as const;
export type QualityPeriod = (typeof QUALITY_PERIODS)[number];

const HOURS: Readonly<Record<QualityPeriod, number>> = { last_24h: 24, last_7d: 168, last_30d: 720 };

export const startOf = (period: QualityPeriod, now: Date): Date => new Date(now.getTime() - HOURS[period] * HOUR_MS);
