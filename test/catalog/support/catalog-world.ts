import { CatalogApp } from '../../support/catalog-app.js';
import { emptyTables } from '../../support/empty-tables.js';
import { HandMadeApi } from '../../support/hand-made-api.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const DAY_MS = 86_400_000;

/** The catalogue sync against an API made by hand, at a time that the test sets; each test begins with empty tables. */
export class CatalogWorld {
  nowMs = Date.UTC(2026, 8, 1, 4);
  private database!: TestDatabase;
  api!: HandMadeApi;
  app!: CatalogApp;

  /** Starts before the tests of this file, and ends after them. */
  static forTests(name: string): CatalogWorld {
    const world = new CatalogWorld();
    beforeAll(async () => {
      world.database = await createTestDatabase(name);
      world.api = await HandMadeApi.start();
      const [connection, clock] = [world.database.connectionOptions, { now: () => new Date(world.nowMs) }];
      world.app = await CatalogApp.start({ connection, baseUrl: world.api.baseUrl, clock });
    });
    beforeEach(() => emptyTables(world.database.connectionOptions));
    afterAll(async () => {
      await world.app?.close();
      await world.api?.close();
      await world.database?.drop();
    });
    return world;
  }

  toNextDay(): void {
    this.nowMs += DAY_MS;
  }
}
