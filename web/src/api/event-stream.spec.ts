import { jest } from '@jest/globals';
import { type Connection, EventStream, type ServerEvent } from './event-stream.js';

class FakeConnection implements Connection {
  readyState = 0;
  private readonly listeners = new Map<string, (event: { data?: unknown }) => void>();

  addEventListener(type: string, listen: (event: { data?: unknown }) => void): void {
    this.listeners.set(type, listen);
  }
  emit(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data });
  }
  close(): void {
    this.readyState = 2;
  }
}

describe('the connection for events', () => {
  const made: FakeConnection[] = [];
  const received: ServerEvent[] = [];
  let stream: EventStream;
  /** The connection is made a second later. */
  function listen(types: string[]): () => void {
    const stop = stream.listen(types, (event) => received.push(event));
    jest.advanceTimersByTime(1_000);
    return stop;
  }
  const isConnected = () => made.at(-1)?.readyState !== 2;

  beforeEach(() => {
    jest.useFakeTimers();
    made.length = received.length = 0;
    stream = new EventStream(['job', 'import'], () => {
      made.push(new FakeConnection());
      return made.at(-1)!;
    });
  });
  afterEach(() => jest.useRealTimers());

  it('is one for all listeners, each of which gets the types that it wants', () => {
    listen(['job']);
    listen(['import']);
    expect(made).toHaveLength(1);
    made[0]!.emit('job', '{"name":"collect"}');
    made[0]!.emit('job', 'no JSON');
    expect(received).toEqual([
      { type: 'job', data: { name: 'collect' } },
      { type: 'job', data: null },
    ]);
  });

  it('is kept from one page to the next, and closed once no page needs it', () => {
    const stop = listen(['job']);
    stop();
    jest.advanceTimersByTime(500);
    const stopNext = listen(['import']);
    jest.advanceTimersByTime(10_000);
    expect([made.length, isConnected()]).toEqual([1, true]);
    stopNext();
    jest.advanceTimersByTime(10_000);
    expect(isConnected()).toBe(false);
  });

  it('is closed while the page is hidden; afterwards everything may have changed', () => {
    listen(['job']);
    made[0]!.emit('open');
    stream.setVisible(false);
    expect([isConnected(), stream.isOpen]).toEqual([false, false]);
    stream.setVisible(true);
    made[1]!.emit('open');
    expect([received, stream.isOpen]).toEqual([[{ type: 'reset', data: null }], true]);
  });

  it('is left to the browser where it breaks, and tried again after a minute where it was refused', () => {
    listen(['job']);
    made[0]!.emit('open');
    made[0]!.emit('error');
    expect([made.length, stream.isOpen]).toEqual([1, false]);
    made[0]!.emit('open');
    expect(received).toEqual([{ type: 'reset', data: null }]);
    made[0]!.readyState = 2;
    made[0]!.emit('error');
    jest.advanceTimersByTime(59_000);
    expect(made).toHaveLength(1);
    jest.advanceTimersByTime(1_000);
    expect(made).toHaveLength(2);
  });

  it('does not report events of a connection that was closed', () => {
    listen(['job']);
    stream.setVisible(false);
    made[0]!.emit('job', '{}');
    expect(received).toEqual([]);
  });
});
