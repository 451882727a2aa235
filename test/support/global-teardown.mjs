/** Runs after failed tests too. */
export default async function teardown() {
  await globalThis.stopTestServer?.();
}
