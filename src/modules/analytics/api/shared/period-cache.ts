import { FinalPeriodCache } from '../../../../common/http/public-cache.js';
import type { PeriodView } from './period.dto.js';

/** For answers that have a period. */
export const PeriodCache = (): MethodDecorator & ClassDecorator =>
  FinalPeriodCache<{ period: PeriodView }>(({ period }) => period.isFinal);
