import { addressOf } from '../base-path.js';

/** Whether the server responds at all. */
export const isServerUp = (): Promise<boolean> =>
  fetch(addressOf('/'), { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
