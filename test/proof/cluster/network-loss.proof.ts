import type { ClusterNode } from './cluster-node.js';
import { GaleraCluster, galeraProvider } from './galera-cluster.js';
import { type GroupNode, GroupReplication } from './group-replication.js';
import { type NetworkMachine, VirtualNetwork } from './machines.js';
import { mysqldOfProof } from './mysql-node.js';
import { itSurvivesTheLossOfItsWriter } from './node-loss.js';

const CUT_MS = 15_000;
const MACHINES = 3;
const provider = galeraProvider();
const mysqld = mysqldOfProof();
const network = provider === null && mysqld === null ? null : VirtualNetwork.create(MACHINES);
afterAll(() => network?.remove());

const machineOf = (node: ClusterNode) => node.machine as NetworkMachine;
const cutOff = {
  name: 'cut_off',
  lose: (node: ClusterNode) => Promise.resolve(machineOf(node).cutOff()),
  forMs: CUT_MS,
};
/** Gone with its power: no machine gets a packet from it, and no connection to it is closed. */
const vanished = {
  name: 'vanished',
  lose: (node: ClusterNode) => Promise.resolve(machineOf(node).vanish()),
  forMs: null,
};

/** Skipped where the user may have no network namespaces, and without galera-4, which the console then says. */
(network === null || provider === null ? describe.skip : describe)(
  'a cluster whose writing node loses its network during an import',
  () => {
    const giveBack = async (node: ClusterNode): Promise<void> => {
      machineOf(node).reconnect();
      await node.untilMember();
    };
    itSurvivesTheLossOfItsWriter({
      start: () => GaleraCluster.start(provider!, { machines: network!.machines }),
      losses: [
        { ...cutOff, giveBack },
        { ...vanished, giveBack },
      ],
      ...{ longestGapMs: 15_000, unhealthyWithinMs: 10_000 },
    });
  },
);

/** Skipped where the user may have no network namespaces, and without PROOF_MYSQLD, which the console then says. */
(network === null || mysqld === null ? describe.skip : describe)(
  'a group of MySQL whose primary loses its network during an import',
  () => {
    const giveBack = async (node: GroupNode): Promise<void> => {
      machineOf(node).reconnect();
      await node.rejoin();
    };
    // Another one is the primary then.
    itSurvivesTheLossOfItsWriter<GroupNode>({
      start: () => GroupReplication.start(mysqld!, network!.machines),
      losses: [
        // It goes on answering reads, from what it had.
        { ...cutOff, giveBack, healthBecomes: 'degraded', healthReturnsTo: 'degraded' },
        { ...vanished, giveBack, healthReturnsTo: 'degraded' },
      ],
      ...{ longestGapMs: 30_000, unhealthyWithinMs: 20_000 },
    });
  },
);
