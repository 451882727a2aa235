import { about, decimal, headerList, httpUrl, secret, text } from './setting-types.js';

export const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: about(
    httpUrl().optional(),
    'Receiver of OpenTelemetry traces by OTLP over HTTP, such as http://localhost:4318; /v1/traces is added. Without it, ' +
      'nothing is recorded.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    headerList().optional(),
    'Headers of requests to the receiver, such as authorization=Bearer%20abc,x-tenant=1.',
  ),
  OTEL_SERVICE_NAME: about(text(1).default('theme-park-data-warehouse'), 'Name of this program in traces.'),
  OTEL_TRACES_SAMPLER_ARG: about(
    decimal(0, 1).default(1),
    'Share of the traces that begin here that is recorded, from 0 to 1. A request with a traceparent header is recorded if its ' +
      'caller records it.',
  ),
};
