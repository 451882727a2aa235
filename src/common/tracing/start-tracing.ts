import type { AppConfig } from '../config/app-config.js';
import { headersOf } from '../config/compound-settings.js';
import { setTracer } from './tracer.js';

export interface Tracing {
  /** Sends what is recorded, for at most two seconds, and records nothing more. */
  end: () => Promise<void>;
}

/** Null, and nothing is loaded, if OTEL_EXPORTER_OTLP_ENDPOINT is not set. */
export async function startTracing(config: AppConfig, version: string): Promise<Tracing | null> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return null;
  const { openTelemetry } = await import('./open-telemetry.js');
  const { tracer, end } = openTelemetry({
    endpoint,
    headers: headersOf(config.OTEL_EXPORTER_OTLP_HEADERS ?? '') ?? {},
    serviceName: config.OTEL_SERVICE_NAME,
    version,
    role: config.ROLE,
    sampledShare: config.OTEL_TRACES_SAMPLER_ARG,
  });
  setTracer(tracer);
  return {
    end: async () => {
      setTracer(null);
      await end();
    },
  };
}
