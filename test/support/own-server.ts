/**
 * A test that reads the data folder of the server. On a server of TEST_DATABASE_URL the folder may be on another machine, so the
 * test is skipped, and its name in the report gives the reason.
 */
export function itWithDataFolder(name: string, test: () => Promise<void>): void {
  if (process.env.TEST_DATABASE_URL === undefined) it(name, test);
  else it.skip(`${name} (reads the data folder of the server: only without TEST_DATABASE_URL)`, test);
}
