import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { dayText, timeText } from '../../../format/times.js';
import { Section } from '../../../parts/page.js';

type Access = Schemas['ApiAccessView'];
type Budget = Schemas['ApiBudgetView'];

/** What the API allows, and how much of it is used. */
export function Budgets({ api }: { api: Access }) {
  return (
    <Section title="Request budget" note={accessText(api)}>
      <div className="stack">
        {api.note !== null && <p>{api.note}</p>}
        <BudgetBar name="All requests, per minute" budget={api.requestsPerMinute} />
        <BudgetBar name="Requests for history, per hour" budget={api.historyRequestsPerHour} />
      </div>
    </Section>
  );
}

function accessText({ hasKey, tier, historyDays, hasAllHistory, historyEarliestDate }: Access): string {
  const key = hasKey ? `With a key${tier === null ? '' : `, plan ${tier}`}` : 'Without a key';
  if (hasAllHistory) return `${key}; all recorded history may be read.`;
  if (historyEarliestDate !== null) return `${key}; history may be read from ${dayText(historyEarliestDate)}.`;
  return historyDays === null ? `${key}.` : `${key}; history may be read ${historyDays} days back.`;
}

function BudgetBar({ name, budget }: { name: string; budget: Budget }) {
  const { used, limit, blockedUntil } = budget;
  return (
    <div>
      <p className="budget-head">
        <span>{name}</span>
        <strong>
          {limit === null ? `${countText(used)}, unlimited` : `${countText(used)} of ${countText(limit)}`}
        </strong>
      </p>
      {limit !== null && (
        <meter className="budget" aria-label={name} min={0} max={limit} value={used} high={limit * 0.8} optimum={0} />
      )}
      <p className="note">{budgetNote(budget)}</p>
      {blockedUntil !== null && (
        <p className="state-text" role="alert">
          {`The API refused a request: none is sent before ${timeText(blockedUntil, 'UTC')} UTC.`}
        </p>
      )}
    </div>
  );
}

function budgetNote({ isReported, resetsAt, used }: Budget): string {
  const source = isReported ? 'As the API reports it' : 'Not reported by the API; its known limit is assumed';
  return resetsAt === null || used === 0 ? `${source}.` : `${source}. Renewed at ${timeText(resetsAt, 'UTC')} UTC.`;
}
