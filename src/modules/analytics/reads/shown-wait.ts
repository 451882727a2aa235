/** What the OpenAPI document says of the lowest and the peak wait of a period. */
export function shownWait(which: 'shortest' | 'longest'): string {
  return (
    `Minutes: ${which} wait shown while OPERATING, within the park's use of the day where that is known; also a wait that was ` +
    'posted before and is carried forward into the period. Implausible waits do not count. Null: no wait was shown'
  );
}
