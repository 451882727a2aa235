/** What figures are asked of: a park, or one of its rides. */
export interface AnalyticsEntity {
  kind: 'PARK' | 'RIDE';
  parkId: number;
  /** Null of a park; the ride that counts, where another one is linked to it. */
  rideId: number | null;
  name: string;
  timezone: string | null;
  /** Whether the park's feed reports DOWN today; null: not known yet. */
  reportsDown: boolean | null;
  /** First local day from which on it does; null: it does not. */
  downReportedFrom: string | null;
}
