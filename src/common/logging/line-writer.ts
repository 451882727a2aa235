/** Lines are gathered for this long: one write for many of them. */
const GATHER_MS = 50;
const MAX_GATHERED = 500;

/** Writes lines to stdout, several at a time; none is lost when the process exits. */
export class LineWriter {
  private lines: string[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly stdout: Pick<NodeJS.WriteStream, 'write'> = process.stdout) {
    process.once('exit', () => this.flush());
  }

  write(line: string): void {
    this.lines.push(line);
    if (this.lines.length >= MAX_GATHERED) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.lines.length === 0) return;
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    this.stdout.write(text);
  }
}
