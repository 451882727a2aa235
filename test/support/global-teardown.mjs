/** Also runs after failed tests. */
export default async function teardown() {
  await globalThis.stopTestServer?.();
}
