/** A change that the server reports; `data` is the new state, null where everything may have changed. */
export interface ServerEvent {
  type: string;
  data: unknown;
}

type Listener = (event: ServerEvent) => void;

/** What a stream needs of a browser's EventSource. */
export interface Connection {
  readyState: number;
  addEventListener: (type: string, listen: (event: { data?: unknown }) => void) => void;
  close: () => void;
}

const CLOSED = 2;
/** The connection waits this long, so that the data of a new page is requested first. */
const START_MS = 1_000;
/** The connection outlasts its last listener by this time: the next page of the visit uses it again. */
const LINGER_MS = 2_000;
/** Pause after the server refused a connection, because too many are open or the session has ended. Pages poll meanwhile. */
const RETRY_MS = 60_000;

/**
 * One connection for all parts of the page that want events, open while there are such parts and the page is visible.
 * Browsers allow few connections to a server, which hidden pages must not occupy.
 */
export class EventStream {
  private readonly listeners = new Map<Listener, readonly string[]>();
  private connection: Connection | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wasOpen = false;
  private isVisible = true;
  /** Whether events arrive now. */
  isOpen = false;

  constructor(
    private readonly types: readonly string[],
    private readonly connect: () => Connection,
  ) {}

  /** Returns a function that stops it. */
  listen(types: readonly string[], listener: Listener): () => void {
    this.listeners.set(listener, types);
    this.later(START_MS);
    return () => {
      this.listeners.delete(listener);
      this.later(LINGER_MS);
    };
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.update();
  }

  private update(): void {
    clearTimeout(this.timer);
    const isWanted = this.isVisible && this.listeners.size > 0;
    if (!isWanted) this.close();
    else if (this.connection === null) this.open();
  }

  private later(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), delayMs);
  }

  private open(): void {
    const connection = this.connect();
    this.connection = connection;
    const on = (type: string, listen: (data: unknown) => void) =>
      connection.addEventListener(type, ({ data }) => {
        if (this.connection === connection) listen(data);
      });
    on('open', () => this.opened());
    on('error', () => this.failed(connection));
    on('reset', () => this.tell({ type: 'reset', data: null }));
    on('end', () => (this.isOpen = false));
    for (const type of this.types) on(type, (data) => this.tell({ type, data: readJson(data) }));
  }

  /** Changes between two connections are not known, so everything may have changed. */
  private opened(): void {
    this.isOpen = true;
    if (this.wasOpen) this.tell({ type: 'reset', data: null });
    this.wasOpen = true;
  }

  /** The browser repeats a lost connection by itself, but not a refused one. */
  private failed(connection: Connection): void {
    this.isOpen = false;
    if (connection.readyState !== CLOSED) return;
    this.close();
    this.later(RETRY_MS);
  }

  private close(): void {
    this.connection?.close();
    this.connection = null;
    this.isOpen = false;
  }

  private tell(event: ServerEvent): void {
    for (const [listener, types] of this.listeners) {
      if (event.type === 'reset' || types.includes(event.type)) listener(event);
    }
  }
}

function readJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as unknown) : null;
  } catch {
    return null;
  }
}
