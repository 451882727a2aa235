import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { Clock } from '../../../common/time/clock.js';
import type { QueueType } from '../../snapshots/observations.js';
import { DecisionRepository } from '../decisions/decision.repository.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import { pairRides } from '../id-matching/pair-rides.js';
import type { PairedRides } from '../id-matching/ride-pair.js';
import { findRenumbered, type ParkMember } from './find-renumbered.js';
import { ProposalState } from './proposal-state.js';
import type { NewPair, ProposalKind, ProposedRides } from './proposal.js';
import { PairableRideRepository } from './pairable-ride.sql.js';
import { ProposalRepository } from './proposal.repository.js';

export interface QueueEntityName {
  /** Normalised name of the ride to which the queue would belong. */
  rideName: string;
  queueType: QueueType;
}

/** Normalised words in the names of queues that feeds list as separate attractions. */
const QUEUE_WORDS: readonly [words: string, queueType: QueueType][] = [
  ['single riders', 'SINGLE_RIDER'],
  ['single rider', 'SINGLE_RIDER'],
  ['single rider line', 'SINGLE_RIDER'],
  ['single rider queue', 'SINGLE_RIDER'],
  ['einzelfahrer', 'SINGLE_RIDER'],
  ['sr', 'SINGLE_RIDER'],
  ['express', 'PAID_STANDBY'],
  ['express pass', 'PAID_STANDBY'],
  ['express lane', 'PAID_STANDBY'],
  ['express queue', 'PAID_STANDBY'],
  ['fast track', 'PAID_STANDBY'],
  ['fasttrack', 'PAID_STANDBY'],
  ['fast lane', 'PAID_STANDBY'],
  ['fastlane', 'PAID_STANDBY'],
  ['fast pass', 'PAID_STANDBY'],
  ['fastpass', 'PAID_STANDBY'],
  ['quick queue', 'PAID_STANDBY'],
  ['flash pass', 'PAID_STANDBY'],
  ['speedypass', 'PAID_STANDBY'],
  ['premier access', 'PAID_RETURN_TIME'],
  ['lightning lane', 'PAID_RETURN_TIME'],
];

/**
 * The queue and ride that a name may mean. Names such as "Hogwarts Express" also end with such a word, so the caller must
 * check that a ride with the remaining name exists.
 */
export function queueEntityName(name: string): QueueEntityName | null {
  const normalised = normaliseName(name);
  for (const [words, queueType] of QUEUE_WORDS) {
    if (normalised.endsWith(` ${words}`)) {
      return { rideName: normalised.slice(0, -words.length - 1), queueType };
    }
    if (normalised.startsWith(`${words} `)) return { rideName: normalised.slice(words.length + 1), queueType };
  }
  return null;
}

/** A ride of the destination that is not linked to another ride. */
export interface CatalogueRide extends Omit<ParkMember, 'isFinal'> {
  parkId: number;
  name: string;
  /** Other rides are linked to it. */
  standsForOthers: boolean;
}

/** Creates proposals, one per park and kind. Always in the caller's transaction. */
@Injectable()
export class ProposalDetector {
  constructor(
    private readonly repository: ProposalRepository,
    private readonly state: ProposalState,
    private readonly decisions: DecisionRepository,
    private readonly pairable: PairableRideRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Proposes rides that seem to continue under other UUIDs, for each park.
   * @param continuedByName former rides recognised by their names; if these are all, nothing is proposed
   * @returns the rides of all such proposals, new or old: only a person decides about them
   */
  async proposeRenumbered(
    manager: EntityManager,
    rides: readonly CatalogueRide[],
    continuedByName: ReadonlySet<number>,
  ): Promise<ProposedRides> {
    const byPark = groupBy(rides, ({ parkId }) => parkId);
    const proposed = await this.repository.findRenumberedRides(manager, [...byPark.keys()]);
    const decided = await this.decisions.findDecidedRides(manager, idsOf(rides));
    // A ride that appeared in one proposal may vanish in the next one.
    const isFinal = ({ rideId, isListed, standsForOthers }: CatalogueRide) =>
      decided.has(rideId) || (isListed ? standsForOthers || proposed.current.has(rideId) : proposed.former.has(rideId));
    for (const [parkId, members] of byPark) {
      const renumbered = findRenumbered(
        members.map((ride) => ({ ...ride, isFinal: isFinal(ride) })),
        this.clock.now().getTime(),
      );
      if (renumbered === null) continue;
      const { formerIds, currentIds } = renumbered;
      const explained = formerIds.filter((rideId) => continuedByName.has(rideId)).length;
      if (explained === Math.min(formerIds.length, currentIds.length)) continue;
      const known = await this.pairable.findOfPark(manager, parkId);
      const ofIds = (ids: readonly number[]) => known.filter(({ rideId }) => ids.includes(rideId));
      await this.propose(manager, 'RENUMBERED_PARK', parkId, pairsOf(pairRides(ofIds(formerIds), ofIds(currentIds))));
      for (const rideId of formerIds) proposed.former.add(rideId);
      for (const rideId of currentIds) proposed.current.add(rideId);
    }
    return proposed;
  }

  /** Proposes rides that, by their names, seem to be a queue of another ride of their park. */
  async proposeQueues(manager: EntityManager, rides: readonly CatalogueRide[]): Promise<void> {
    const byPark = groupBy(rides, ({ parkId }) => parkId);
    const candidates = [...byPark].map(([parkId, members]) => ({ parkId, pairs: queuePairsOf(members) }));
    const found = candidates.filter(({ pairs }) => pairs.length > 0);
    if (found.length === 0) return;
    const parkIds = found.map(({ parkId }) => parkId);
    const proposed = await this.repository.findProposedQueues(manager, parkIds);
    const decided = await this.decisions.findDecidedRides(manager, idsOf(rides));
    for (const { parkId, pairs } of found) {
      const isNew = ({ rideId }: NewPair) => !proposed.has(rideId!) && !decided.has(rideId!);
      await this.propose(manager, 'QUEUE_ENTITIES', parkId, pairs.filter(isNew));
    }
  }

  /** Queues found later are added to the open proposal about the queues of the park. */
  private async propose(
    manager: EntityManager,
    kind: ProposalKind,
    parkId: number,
    pairs: readonly NewPair[],
  ): Promise<void> {
    if (pairs.length === 0) return;
    const open = kind === 'QUEUE_ENTITIES' ? await this.repository.findOpenOfPark(manager, parkId, kind) : null;
    const detectedAt = this.clock.now();
    const proposalId = open?.proposalId ?? (await this.repository.insert(manager, { kind, parkId, detectedAt }));
    await this.repository.insertPairs(manager, proposalId, pairs);
    await this.state.announce(manager, proposalId);
  }
}

/** The new ride would be linked to the former one, which keeps its id and history. */
function pairsOf({ pairs, openFormer, openCurrent }: PairedRides): NewPair[] {
  const open = { queueType: null, strength: 'OPEN', reason: null, evidence: null } as const;
  return [
    ...pairs.map(({ former, current, ...pair }) => {
      return { ...pair, rideId: current.rideId, targetRideId: former.rideId, queueType: null };
    }),
    ...openFormer.map(({ rideId }) => ({ ...open, rideId: null, targetRideId: rideId })),
    ...openCurrent.map(({ rideId }) => ({ ...open, rideId, targetRideId: null })),
  ];
}

function queuePairsOf(members: readonly CatalogueRide[]): NewPair[] {
  const byName = groupBy(members, ({ name }) => normaliseName(name));
  return members.flatMap((ride) => {
    const queue = ride.isListed && !ride.standsForOthers ? queueEntityName(ride.name) : null;
    const [target, other] = queue === null ? [] : (byName.get(queue.rideName) ?? []);
    if (queue === null || target === undefined || other !== undefined) return [];
    const pair = { rideId: ride.rideId, targetRideId: target.rideId, queueType: queue.queueType };
    return [{ ...pair, strength: 'STRONG' as const, reason: 'QUEUE_NAME' as const, evidence: null }];
  });
}

const idsOf = (rides: readonly CatalogueRide[]): number[] => rides.map(({ rideId }) => rideId);
