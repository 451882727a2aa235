import { DAMAGES } from './damage.js';
import { CONDITION_FIELDS, FEED_FORMS, type KindForm, REQUEST_FORMS, TARGET_FIELDS } from './fault-forms.js';

const DAMAGES_PER_LINE = 4;

/** The form of a fault file, for a terminal. */
export const FAULT_HELP = `A fault file is JSON; what is not known in it is refused:

  {"requests": [{"fault": {"kind": "STATUS", "status": 503}, "url": "/live", "everyNth": 3}],
   "feed": [{"kind": "SILENT", "share": 0.1}]}

"requests": faults of single answers; the first rule that strikes counts
${kindLines(REQUEST_FORMS)}
  damages:
${damageLines()}
  beside "fault", when it strikes (all that is given must hold): ${Object.keys(CONDITION_FIELDS).join(', ')}

"feed": faults of the feed itself; every answer of that time shows them
${kindLines(FEED_FORMS)}
  beside "kind", whom it strikes and when: ${Object.keys(TARGET_FIELDS).join(', ')}`;

/** A field that may be left out has a question mark. */
function kindLines(forms: Readonly<Record<string, KindForm>>): string {
  const lines = Object.entries(forms).map(([kind, { does, fields }]) => {
    const names = Object.entries(fields).map(([name, { isRequired }]) => `${name}${isRequired === true ? '' : '?'}`);
    return `  ${kind.padEnd(15)} ${does}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
  });
  return lines.join('\n');
}

function damageLines(): string {
  const lines: string[] = [];
  for (let first = 0; first < DAMAGES.length; first += DAMAGES_PER_LINE) {
    lines.push(`    ${DAMAGES.slice(first, first + DAMAGES_PER_LINE).join(', ')}`);
  }
  return lines.join(',\n');
}
