/** The pages for operators, in the order of the navigation; the router has a route for each. A key without the scope cannot read it. */
export const ADMIN_PAGES = [
  { to: '/admin', text: 'Health', scope: 'read' },
  { to: '/admin/imports', text: 'Imports', scope: 'read' },
  { to: '/admin/collector', text: 'Collector', scope: 'read' },
  { to: '/admin/quality', text: 'Quality', scope: 'read' },
  { to: '/admin/storage', text: 'Storage', scope: 'read' },
  { to: '/admin/metadata', text: 'Metadata', scope: 'read' },
  { to: '/admin/keys', text: 'Keys', scope: 'keys' },
  { to: '/admin/audit', text: 'Audit', scope: 'keys' },
] as const;

type AdminPage = (typeof ADMIN_PAGES)[number];

/** The page of an address; that of an import belongs to the imports. */
export const adminPageOf = (pathname: string): AdminPage | undefined =>
  ADMIN_PAGES.findLast(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
