import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Histogram, MetricValueWithName, Registry } from 'prom-client';

const NAME = 'warehouse_http_request_duration_seconds';
/** From a cached response to an export; few, because every route has each of them. */
const BUCKETS_SECONDS = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, Infinity];
/** Requests without a route: files of the dashboard, and paths that do not exist. Their paths may be anything. */
const NO_ROUTE = 'none';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'] as const;
const OTHER_METHOD = METHODS.length - 1;
/** A client that disconnected got no status, whatever the response has. */
const STATUS_CLASSES = ['aborted', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** What Express adds to a request that has matched a route. */
type RoutedRequest = IncomingMessage & { route?: { path?: unknown } };

/** The template of the route of a request, such as `/api/parks/:parkId`; undefined: it has matched none but a wildcard. */
export function routeOf({ route }: RoutedRequest): string | undefined {
  return typeof route?.path === 'string' && route.path.startsWith('/') ? route.path : undefined;
}

interface Series {
  /** Requests per bucket, not cumulative. */
  counts: number[];
  sumSeconds: number;
}

/**
 * How long requests take, by route, method and class of status. Counts by itself, because a histogram of prom-client takes 0.8 µs
 * for each value, a fiftieth of a cached response (measured); this takes a tenth of it.
 */
@Injectable()
export class RequestDurations {
  /** By route, then by method and class of status. */
  private readonly routes = new Map<string, (Series | undefined)[]>();

  /** @param cachedRoute the route of a response that was served without the application */
  ended(request: IncomingMessage, response: ServerResponse, durationMs: number, cachedRoute: string | undefined): void {
    const method = METHODS.indexOf(request.method as (typeof METHODS)[number]);
    const statusClass = response.writableFinished ? Math.floor(response.statusCode / 100) : 0;
    const route = cachedRoute ?? routeOf(request) ?? NO_ROUTE;
    this.count(route, (method < 0 ? OTHER_METHOD : method) * STATUS_CLASSES.length + statusClass, durationMs);
  }

  /** The registry asks for the values when they are read. */
  register(registry: Registry): void {
    // the registry reads nothing else of a metric
    const metric = { name: NAME, get: () => Promise.resolve(this.read()) };
    registry.registerMetric(metric as unknown as Histogram);
  }

  private count(route: string, at: number, durationMs: number): void {
    let ofRoute = this.routes.get(route);
    if (ofRoute === undefined) this.routes.set(route, (ofRoute = []));
    const series = (ofRoute[at] ??= { counts: BUCKETS_SECONDS.map(() => 0), sumSeconds: 0 });
    const seconds = durationMs / 1_000;
    let bucket = 0;
    while (seconds > BUCKETS_SECONDS[bucket]!) bucket++;
    series.counts[bucket]!++;
    series.sumSeconds += seconds;
  }

  private read() {
    const values = [...this.routes].flatMap(([route, ofRoute]) =>
      ofRoute.flatMap((series, at) => (series === undefined ? [] : valuesOf(series, labelsOf(route, at)))),
    );
    const help = 'Duration of HTTP requests, from the arrival of the head to the end of the response';
    return { name: NAME, help, type: 'histogram', values };
  }
}

/** A route as the OpenAPI document has it. */
export const openApiRoute = (route: string): string => route.replace(/:(\w+)/g, '{$1}');

const labelsOf = (route: string, at: number) => ({
  method: METHODS[Math.floor(at / STATUS_CLASSES.length)]!,
  route: openApiRoute(route),
  status_class: STATUS_CLASSES[at % STATUS_CLASSES.length]!,
});

function valuesOf({ counts, sumSeconds }: Series, labels: Record<string, string>): MetricValueWithName<string>[] {
  let total = 0;
  const buckets = counts.map((count, bucket) => {
    const limit = BUCKETS_SECONDS[bucket]!;
    const le = limit === Infinity ? '+Inf' : limit;
    return { metricName: `${NAME}_bucket`, labels: { le, ...labels }, value: (total += count) };
  });
  return [
    ...buckets,
    { metricName: `${NAME}_sum`, labels, value: sumSeconds },
    { metricName: `${NAME}_count`, labels, value: total },
  ];
}
