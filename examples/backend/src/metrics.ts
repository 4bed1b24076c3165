import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** Counters in the format of Prometheus; names follow OpenTelemetry's conventions for HTTP. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void
  /** An event of the issuer: a token that no code uses, a lease that was lost. */
  event(type: string): void
  issued(isNew: boolean): void
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of requests',
    labelNames: ['http_route', 'http_request_method', 'http_response_status_code'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  })
  const events = new Counter({
    name: 'claimtag_issuer_events_total',
    help: 'Events of the issuer',
    labelNames: ['type'],
    registers: [register],
  })
  const codes = new Counter({
    name: 'claimtag_codes_total',
    help: 'Codes that were given out',
    labelNames: ['is_new'],
    registers: [register],
  })
  return {
    request: (route, method, status, seconds) =>
      duration.labels(route, method, String(status)).observe(seconds),
    event: (type) => events.labels(type).inc(),
    issued: (isNew) => codes.labels(String(isNew)).inc(),
    text: () => register.metrics(),
  }
}
