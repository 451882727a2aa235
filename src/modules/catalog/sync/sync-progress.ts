/** How far a synchronisation has come. */
export interface CatalogProgress {
  /** Destinations come first, the schedules of their parks follow. */
  step: 'destination' | 'schedule';
  done: number;
  total: number;
  /** What has just been done, well or not. */
  name: string;
}

export type OnCatalogProgress = (progress: CatalogProgress) => void;
