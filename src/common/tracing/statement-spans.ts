import { tracingChannel } from 'node:diagnostics_channel';
import { context, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';

/** What mysql2 publishes of a statement. */
interface Statement {
  query: string;
  database: string;
  serverAddress: string;
  serverPort: number | undefined;
  error?: { code?: string };
}

/** Statements and prepared statements; both forms of mysql2's API. */
const CHANNELS = ['mysql2:query', 'mysql2:execute'];

/**
 * Records each statement within a request, a job or another traced work as a span. Its text is not recorded: it holds values.
 * @returns a function that ends it
 */
export function recordStatements(tracer: Tracer): () => void {
  const spans = new WeakMap<object, Span>();
  const end = (statement: Statement): void => spans.get(statement)?.end();
  const subscriber = {
    start: (statement: Statement) => {
      // Checks of idle connections would each be a trace of their own.
      if (trace.getSpan(context.active()) === undefined) return;
      const summary = statementSummary(statement.query);
      spans.set(statement, tracer.startSpan(summary, describe(statement, summary)));
    },
    error: (statement: Statement) => {
      const span = spans.get(statement);
      span?.setStatus({ code: SpanStatusCode.ERROR });
      if (statement.error?.code !== undefined) span?.setAttribute('error.type', statement.error.code);
    },
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: end,
  };
  const channels = CHANNELS.map((name) => tracingChannel<unknown, Statement>(name));
  for (const channel of channels) channel.subscribe(subscriber);
  return () => channels.forEach((channel) => channel.unsubscribe(subscriber));
}

function describe({ database, serverAddress, serverPort }: Statement, summary: string) {
  return {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'mysql',
      'db.namespace': database,
      'db.query.summary': summary,
      'db.operation.name': summary.split(' ', 1)[0]!,
      'server.address': serverAddress,
      ...(serverPort === undefined ? {} : { 'server.port': serverPort }),
    },
  };
}

/** Where the name of the first table is looked for; a statement that writes rows can have megabytes. */
const SEARCHED_CHARACTERS = 4_000;
const VERB = /^[\s(]*(?:\/\*.*?\*\/\s*)*([a-z]+)/i;
const TABLE = /\b(?:from|into(?:\s+table)?|update|join|table)\s+`?([a-z_][\w$]*)`?(?:\.`?([a-z_][\w$]*)`?)?/i;

/** The kind of a statement and its first table: `SELECT rides`. */
export function statementSummary(sql: string): string {
  const start = sql.slice(0, SEARCHED_CHARACTERS);
  const verb = VERB.exec(start)?.[1]?.toUpperCase() ?? 'SQL';
  const found = TABLE.exec(start);
  const table = found?.[2] ?? found?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
}
