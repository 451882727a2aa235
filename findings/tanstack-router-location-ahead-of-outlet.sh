#!/usr/bin/env bash
# One would guess: in TanStack Router, useLocation() is the address of the page that <Outlet /> shows, so that a layout may judge by
# it (a title, a marked link, whether the visitor may see this page). In React Router both change together.
# What happens (@tanstack/react-router 1.170.46, React 19.3.1): while the file of the next page (lazyRouteComponent) or its loader is
# awaited, useLocation() is already the next address and <Outlet /> still shows the page before. A layout that asked "may this
# address be seen?" showed the page before, with its requests, by the answer for the next one. useMatches() goes with <Outlet />.
# Source: "router.state.location" and "resolvedLocation" in the API reference of RouterState; the hook's page does not say which it is.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @tanstack/react-router@1.170.46 react@19.3.1 react-dom@19.3.1 jsdom@26.1.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { JSDOM } from 'jsdom';
const dom = new JSDOM('<div id="page"></div>', { url: 'http://localhost/keys', pretendToBeVisual: true });
for (const name of ['window', 'document', 'navigator', 'self', 'HTMLElement', 'Element', 'Node', 'location', 'history', 'sessionStorage']) {
  Object.defineProperty(globalThis, name, { value: name === 'self' ? dom.window : dom.window[name], configurable: true });
}
globalThis.scrollTo = () => undefined;
globalThis.addEventListener = dom.window.addEventListener.bind(dom.window);
const { createElement: h } = await import('react');
const { createRoot } = await import('react-dom/client');
const { createRootRoute, createRoute, createRouter, createMemoryHistory, lazyRouteComponent, Outlet, RouterProvider, useLocation, useMatches } =
  await import('@tanstack/react-router');

let arrive;
const file = new Promise((resolve) => (arrive = () => resolve({ Audit: () => 'the audit page' })));
function Layout() {
  const location = useLocation().pathname;
  const match = useMatches({ select: (matches) => matches.at(-1)?.pathname });
  return [`useLocation ${location}; useMatches ${match}; outlet: `, h(Outlet, { key: 'outlet' })];
}
const root = createRootRoute({ component: Layout });
const getParentRoute = () => root;
const keys = createRoute({ getParentRoute, path: '/keys', component: () => 'the keys page' });
const audit = createRoute({ getParentRoute, path: '/audit', component: lazyRouteComponent(() => file, 'Audit') });
const router = createRouter({ routeTree: root.addChildren([keys, audit]), history: createMemoryHistory({ initialEntries: ['/keys'] }) });
createRoot(document.getElementById('page')).render(h(RouterProvider, { router }));

const shown = () => document.getElementById('page').textContent;
async function until(isThere) {
  for (let tries = 0; tries < 200 && !isThere(shown()); tries += 1) await new Promise((wait) => setTimeout(wait, 25));
  return shown();
}
console.log('at first:          ', await until((text) => text.includes('the keys page')));
const navigation = router.navigate({ to: '/audit' });
const meanwhile = await until((text) => text.includes('useLocation /audit'));
console.log('the file is on its way:', meanwhile);
arrive();
await navigation;
console.log('the file is there: ', await until((text) => text.includes('the audit page')));
process.exit(meanwhile === 'useLocation /audit; useMatches /keys; outlet: the keys page' ? 0 : 1);
JS
node --conditions=browser look.mjs
