import { ISSUE_TYPES } from './finding.js';
import { ISSUE_SEVERITIES, issueSeverity, kindsOfSeverity } from './issue-severity.js';

describe('the severity of a finding', () => {
  it('follows from its type', () => {
    expect(issueSeverity('GAP', 'API_UNAVAILABLE')).toBe('HIGH');
    expect(issueSeverity('SUSPICIOUS', 'WAIT_OUT_OF_RANGE')).toBe('MEDIUM');
    expect(issueSeverity('MISSING_FIELD', 'NO_METADATA')).toBe('LOW');
  });

  it('is that of its reason where the type does not decide', () => {
    expect(issueSeverity('SUSPICIOUS', 'FROZEN_PARK')).toBe('HIGH');
    expect(issueSeverity('GAP', 'SOURCE_GAP')).toBe('LOW');
  });

  it('is selected by types and reasons, each finding by exactly one severity', () => {
    const reasons = ['ANY_OTHER', ...ISSUE_SEVERITIES.flatMap((severity) => kindsOfSeverity(severity).reasons)];
    for (const issueType of ISSUE_TYPES) {
      for (const reason of reasons) {
        const selected = ISSUE_SEVERITIES.filter((severity) => {
          const kinds = kindsOfSeverity(severity);
          const byType = kinds.types.includes(issueType) && !kinds.exceptions.includes(reason);
          return byType || kinds.reasons.includes(reason);
        });
        expect(selected).toEqual([issueSeverity(issueType, reason)]);
      }
    }
  });
});
