import { SettledCache } from '../../../../common/http/public-cache.js';
import type { PeriodView } from './period.dto.js';

/** For answers that have a period. */
export const PeriodCache = (): MethodDecorator & ClassDecorator =>
  SettledCache<{ period: PeriodView }>(({ period }) => period.isSettled);
