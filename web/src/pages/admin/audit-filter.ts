export const AUDIT_FILTERS = ['ALL', 'DONE', 'REFUSED', 'FAILED'] as const;
export type AuditFilter = (typeof AUDIT_FILTERS)[number];
