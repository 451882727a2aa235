import { DAMAGES } from './damage.js';
import { FAULT_HELP, FEED_FORMS, problemOfPlan, REQUEST_FORMS } from './fault-file.js';

const SHARE_OF = { url: '/live', share: 0.5, seed: 7, count: 3, attempts: 1, everyNth: 2, fromMs: 0, untilMs: 1 };

describe('a fault file', () => {
  it.each([
    [{}],
    [{ requests: [{ fault: { kind: 'STATUS', status: 503, retryAfterSeconds: 3 }, ...SHARE_OF }], feed: [] }],
    [{ requests: [{ fault: { kind: 'DAMAGED', damage: 'WITHOUT_ID' } }] }],
    [{ requests: [{ fault: { kind: 'RATE_LIMITED', retryAfter: 'none', seconds: 0 } }] }],
    [{ feed: [{ kind: 'FROZEN', fromMs: 5, entityIds: ['a'] }] }],
    [{ feed: [{ kind: 'RENAMED', suffix: '!', share: 0.1, destinationId: 'a' }] }],
  ])('may be %j', (plan) => {
    expect(problemOfPlan(plan)).toBeNull();
  });

  it.each([
    [[], 'must be an object'],
    [{ request: [] }, 'unknown key "request"; known keys: requests, feed'],
    [{ feed: {} }, 'feed must be a list'],
    [{ requests: [{ kind: 'HANG' }] }, 'requests[0].fault must be an object with "kind"'],
    [{ requests: [{ fault: { kind: 'MELTDOWN' } }] }, 'requests[0].fault.kind must be one of RATE_LIMITED,'],
    [{ requests: [{ fault: { kind: 'toString' } }] }, 'requests[0].fault.kind must be one of'],
    [{ requests: [{ fault: { kind: 'STATUS' } }] }, 'requests[0].fault.status is missing; it must be a whole number'],
    [{ requests: [{ fault: { kind: 'STATUS', status: '503' } }] }, 'must be a whole number from 200 to 599, not "503"'],
    [{ requests: [{ fault: { kind: 'HANG', delayMs: 1 } }] }, 'unknown key "requests[0].fault.delayMs"'],
    [{ requests: [{ fault: { kind: 'HANG' } }, { fault: { kind: 'HANG' }, evryNth: 2 }] }, 'requests[1].evryNth'],
    [{ requests: [{ fault: { kind: 'DAMAGED', damage: 'BENT' } }] }, 'damage must be one of LIST_MISSING,'],
    [{ requests: [{ fault: { kind: 'SLOW' } }] }, 'requests[0].fault.delayMs is missing'],
    [{ feed: [{ kind: 'FROZEN' }] }, 'feed[0].fromMs is missing; it must be an instant in milliseconds'],
    [{ feed: [{ kind: 'NO_DATA', share: 2 }] }, 'feed[0].share must be a number from 0 to 1, not 2'],
    [{ feed: [{ kind: 'NO_DATA', suffix: 'x' }] }, 'unknown key "feed[0].suffix"'],
  ])('is refused with what is wrong and where: %j', (plan, problem) => {
    expect(problemOfPlan(plan)).toContain(problem);
  });

  it('is described by the help with every kind and every damage, and without names of source files', () => {
    for (const word of [...Object.keys(REQUEST_FORMS), ...Object.keys(FEED_FORMS), ...DAMAGES]) {
      expect(FAULT_HELP).toContain(word);
    }
    expect(FAULT_HELP).not.toContain('.ts');
  });
});
