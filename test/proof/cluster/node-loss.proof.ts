import { GaleraCluster, galeraProvider } from './galera-cluster.js';
import type { GaleraNode } from './galera-node.js';
import { itSurvivesTheLossOfItsWriter } from './node-loss.js';

const ISOLATION_MS = 15_000;
const provider = galeraProvider();

/** Skipped where the package galera-4 can neither be found nor downloaded, which the console then says. */
(provider === null ? describe.skip : describe)('a cluster whose writing node is lost during an import', () => {
  itSurvivesTheLossOfItsWriter<GaleraNode>({
    start: () => GaleraCluster.start(provider!),
    losses: [
      { name: 'killed', lose: (node) => node.kill(), forMs: null, giveBack: (node) => node.restart() },
      {
        name: 'isolated',
        lose: (node) => node.isolate(),
        forMs: ISOLATION_MS,
        giveBack: (node) => node.reconnect(),
      },
    ],
    ...{ longestGapMs: 15_000, unhealthyWithinMs: 10_000 },
  });
});
