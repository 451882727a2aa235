import { CatalogSyncHandler, type CatalogSyncJob } from './catalog-jobs.js';

describe('the catalogue', () => {
  it('is synchronised at start only if there is none yet', async () => {
    for (const isThere of [false, true]) {
      const job = { hasCatalogue: () => Promise.resolve(isThere) } as unknown as CatalogSyncJob;
      expect(await new CatalogSyncHandler(job).isDueAtStart()).toBe(!isThere);
    }
  });
});
