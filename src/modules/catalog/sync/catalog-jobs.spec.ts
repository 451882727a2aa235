import { CatalogSyncHandler, type CatalogSyncJob } from './catalog-jobs.js';

describe('the catalogue', () => {
  it('is synchronised at a start at which there is none, and not at one at which there is', async () => {
    for (const isThere of [false, true]) {
      const job = { hasCatalogue: () => Promise.resolve(isThere) } as unknown as CatalogSyncJob;
      expect(await new CatalogSyncHandler(job).isDueAtStart()).toBe(!isThere);
    }
  });
});
