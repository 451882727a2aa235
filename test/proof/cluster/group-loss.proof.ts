import { type GroupNode, GroupReplication } from './group-replication.js';
import { mysqldOfProof } from './mysql-node.js';
import { itSurvivesTheLossOfItsWriter } from './node-loss.js';

const HANG_MS = 15_000;
/** Another one is the primary then. */
const AFTERWARDS = { healthReturnsTo: 'degraded' } as const;
const mysqld = mysqldOfProof();

/** Skipped without PROOF_MYSQLD, which the console then says. */
(mysqld === null ? describe.skip : describe)('a group of MySQL that loses its primary during an import', () => {
  itSurvivesTheLossOfItsWriter<GroupNode>({
    start: () => GroupReplication.start(mysqld!),
    losses: [
      { name: 'killed', lose: (node) => node.kill(), forMs: null, giveBack: (node) => node.restart(), ...AFTERWARDS },
      {
        name: 'hanging',
        lose: (node) => Promise.resolve(node.hang()),
        forMs: HANG_MS,
        giveBack: async (node) => {
          node.resume();
          await node.untilMember();
        },
        ...AFTERWARDS,
      },
    ],
    ...{ longestGapMs: 30_000, unhealthyWithinMs: 20_000 },
  });
});
