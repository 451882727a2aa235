import { PublicCache } from '../../../../common/http/public-cache.js';
import type { PeriodView } from './period.dto.js';

const RECENT_SECONDS = 60;
/** Only an import can still change what is settled. */
const SETTLED_SECONDS = 3600;

/** Answers about a period that is over may be kept for longer than those that include today. */
export const PeriodCache = (): MethodDecorator & ClassDecorator =>
  PublicCache<{ period: PeriodView }>(({ period }) => (period.isSettled ? SETTLED_SECONDS : RECENT_SECONDS));
