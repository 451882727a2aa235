import { addressOf } from '../base-path.js';

/** Whether the server responds, whatever it says. */
export const isServerUp = (): Promise<boolean> =>
  fetch(addressOf('/api/health/live'), { cache: 'no-store' }).then(
    () => true,
    () => false,
  );
