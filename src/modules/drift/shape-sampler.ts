import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { cutText } from '../../common/text.js';
import { ResponseTap } from '../themeparks-api/response-tap.js';
import type { Endpoint } from './known-shapes.js';
import { endpointOf, readShape, ROOT } from './read-shape.js';

/** What the sampled responses of one call contained at one place. */
export interface ShapeCount {
  endpoint: Endpoint;
  place: string;
  /** OBJECT: objects at the place, ROOT: responses. KEY: objects with the key. WORD: an unknown word of a field. */
  kind: 'OBJECT' | 'KEY' | 'WORD';
  /** Empty for an OBJECT. */
  name: string;
  isKnown: boolean;
  count: number;
}

/** One response of each call is sampled in this time, */
const SAMPLE_EVERY_MS = MINUTE_MS;
/** and one in this many. A prime, so that the sampled destinations change with every cycle. */
const SAMPLE_EVERY_RESPONSES = 29;
/** A feed with generated keys must not fill the memory. */
const MAX_COUNTS = 2_000;
export const MAX_NAME_LENGTH = 128;

interface Turn {
  sampledAtMs: number;
  responses: number;
}

/** Counts the keys of a small sample of the responses that the program receives anyway. Nothing is requested for it. */
@Injectable()
export class ShapeSampler implements OnModuleInit {
  private counts = new Map<string, ShapeCount>();
  private readonly turns = new Map<Endpoint, Turn>();

  constructor(
    private readonly tap: ResponseTap,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tap.listen((path, body) => this.offer(path, body));
  }

  /** @returns what was counted since the last call */
  take(): ShapeCount[] {
    const taken = [...this.counts.values()];
    this.counts = new Map();
    return taken;
  }

  /** Counts them again, after they could not be stored. */
  giveBack(counts: readonly ShapeCount[]): void {
    for (const count of counts) this.add(count);
  }

  private offer(path: string, body: () => unknown): void {
    const endpoint = endpointOf(path);
    if (endpoint === null || !this.isTurn(endpoint)) return;
    const shape = readShape(endpoint, body());
    if (shape === null) return;
    if (!shape.shapes.some(({ kind }) => kind === ROOT)) this.addObjects(endpoint, ROOT, 1);
    for (const { kind: place, objects, keys } of shape.shapes) {
      this.addObjects(endpoint, place, objects);
      for (const { key, count, known } of keys) {
        this.add({ endpoint, place, kind: 'KEY', name: key, isKnown: known, count });
      }
    }
    for (const { field, word, count } of shape.unknownWords) {
      this.add({ endpoint, place: field, kind: 'WORD', name: word, isKnown: false, count });
    }
  }

  private addObjects(endpoint: Endpoint, place: string, count: number): void {
    this.add({ endpoint, place, kind: 'OBJECT', name: '', isKnown: true, count });
  }

  private isTurn(endpoint: Endpoint): boolean {
    const nowMs = this.clock.now().getTime();
    const turn = this.turns.get(endpoint) ?? { sampledAtMs: -Infinity, responses: 0 };
    turn.responses++;
    this.turns.set(endpoint, turn);
    const isLongAgo = Math.abs(nowMs - turn.sampledAtMs) >= SAMPLE_EVERY_MS;
    if (!isLongAgo && turn.responses % SAMPLE_EVERY_RESPONSES !== 0) return false;
    turn.sampledAtMs = nowMs;
    return true;
  }

  private add({ place, name, ...rest }: ShapeCount): void {
    const count = { ...rest, place: cutText(place, MAX_NAME_LENGTH), name: cutText(name, MAX_NAME_LENGTH) };
    const key = JSON.stringify([count.endpoint, count.place, count.kind, count.name]);
    const before = this.counts.get(key);
    if (before !== undefined) before.count += count.count;
    else if (this.counts.size < MAX_COUNTS) this.counts.set(key, count);
  }
}
