import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../tools/figures.mjs';

/**
 * Requests at even distances, whatever becomes of those before: an open loop, as visitors are. All connections are open
 * beforehand and take turns. The time of an answer counts from when its request was due, so that waiting for a late
 * generator, a free connection or the server is all in it. (The pacing of autocannon lets each connection send the requests of
 * a second in one go, all connections in the same millisecond, and counts a slow one once more for each of its
 * milliseconds.)
 */
export async function pacedLoad({ url, headers = {}, connections, perSecond, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  await Promise.all(Array.from({ length: connections }, () => answered(url, headers, agent)));
  const latenciesMs = [];
  const responses = [];
  const startedMs = performance.now();
  for (let sent = 0; sent < perSecond * seconds; await delay(1)) {
    for (let dueMs; (dueMs = startedMs + (sent * 1000) / perSecond) <= performance.now(); sent++) {
      if (sent >= perSecond * seconds) break;
      responses.push(answered(url, headers, agent).then(() => latenciesMs.push(performance.now() - dueMs)));
    }
  }
  await Promise.all(responses);
  const tookSeconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  return {
    perSecond: latenciesMs.length / tookSeconds,
    total: latenciesMs.length,
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    max: percentile(latenciesMs, 1),
  };
}

function answered(url, headers, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      response.resume();
      response.once('end', resolve);
    }).once('error', reject);
  });
}
