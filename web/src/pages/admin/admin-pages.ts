/** The pages for operators, in the order of the navigation; the router has a route for each. */
export const ADMIN_PAGES = [
  { to: '/admin', text: 'Health' },
  { to: '/admin/imports', text: 'Imports' },
  { to: '/admin/collector', text: 'Collector' },
  { to: '/admin/quality', text: 'Quality' },
  { to: '/admin/storage', text: 'Storage' },
  { to: '/admin/metadata', text: 'Metadata' },
  { to: '/admin/keys', text: 'Keys' },
  { to: '/admin/audit', text: 'Audit' },
] as const;
