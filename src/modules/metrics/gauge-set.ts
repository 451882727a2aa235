import { Gauge, type Registry } from 'prom-client';

/** Gauges that are read from the database together. They are absent while it does not respond. */
export class GaugeSet {
  private readonly labelled: Gauge<string>[] = [];
  private readonly single: Gauge[] = [];

  constructor(private readonly registry: Registry) {}

  gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    const gauge = new Gauge<Label>({ name: `warehouse_${name}`, help, labelNames, registers: [this.registry] });
    (labelNames.length > 0 ? this.labelled : this.single).push(gauge);
    return gauge;
  }

  /** Removes all values, so that none is shown that is no longer true. */
  clear(): void {
    for (const gauge of this.labelled) gauge.reset();
    // A reset sets a gauge without labels to 0, which would look like a value.
    for (const gauge of this.single) gauge.remove();
  }
}

/** Metrics of all processes, read from the database on request. */
export interface StoredMetrics {
  /** Reads all values, and only then replaces the old ones. */
  refresh(): Promise<void>;
  clear(): void;
}
