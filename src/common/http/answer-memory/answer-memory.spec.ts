import { AnswerMemory } from './answer-memory.js';
import type { KeptAnswer } from './kept-answer.js';

const FOR_MS = 1_000;
const answerWith = (body: string): KeptAnswer => ({
  ...{ body: Buffer.from(body), etag: `"${body}"` },
  ...{ headers: [], unchangedHeaders: [] },
});

describe('the memory of answers', () => {
  let memory: AnswerMemory;
  let asked: number;
  const recall = async (key: string, nowMs: number, body = key) => {
    const { answer, ageMs } = memory.recall(key, nowMs, () => {
      asked += 1;
      return Promise.resolve(answerWith(body));
    });
    return { body: (await answer).body.toString(), ageMs };
  };
  beforeEach(() => {
    memory = new AnswerMemory(FOR_MS, 12);
    asked = 0;
  });

  it('gives the same answer for so long, with its age, and asks again after that', async () => {
    expect(await recall('a', 5_000, 'one')).toEqual({ body: 'one', ageMs: 0 });
    expect(await recall('a', 5_999, 'two')).toEqual({ body: 'one', ageMs: 999 });
    expect(await recall('a', 6_000, 'two')).toEqual({ body: 'two', ageMs: 0 });
    expect(asked).toBe(2);
  });

  it('finds what is kept or being worked out, and asks for nothing else', async () => {
    expect(memory.find('a', 0)).toBeUndefined();
    const first = recall('a', 0);
    expect(await memory.find('a', 1)?.answer).toMatchObject({ etag: '"a"' });
    await first;
    expect(memory.find('a', 999)?.ageMs).toBe(999);
    expect([memory.find('a', 1_000), memory.find('b', 0)]).toEqual([undefined, undefined]);
    expect(asked).toBe(1);
  });

  it('asks once for all that want it at the same time', async () => {
    const answers = await Promise.all([recall('a', 0), recall('a', 0), recall('a', 1)]);
    expect(answers.map(({ body }) => body)).toEqual(['a', 'a', 'a']);
    expect(asked).toBe(1);
  });

  it('asks again where the clock was set back', async () => {
    await recall('a', 5_000);
    await recall('a', 4_000);
    expect(asked).toBe(2);
  });

  it('lets go of what is over, however small it is', async () => {
    memory = new AnswerMemory(FOR_MS, 1_000);
    for (let nowMs = 0; nowMs < 100 * FOR_MS; nowMs += FOR_MS / 4) await recall(`question at ${nowMs}`, nowMs, '');
    expect(memory.size).toBe(4);
  });

  it('keeps no failure', async () => {
    const { answer } = memory.recall('a', 0, () => Promise.reject(new Error('no')));
    await expect(answer).rejects.toThrow('no');
    expect(memory.find('a', 0)).toBeUndefined();
    expect(await recall('a', 1)).toMatchObject({ body: 'a' });
  });

  it('keeps no more than its size: the oldest goes', async () => {
    await recall('a', 0, '12345');
    await recall('b', 0, '12345');
    await recall('c', 0, '1');
    asked = 0;
    await recall('c', 1);
    await recall('b', 1);
    expect(asked).toBe(0);
    await recall('a', 1);
    expect(asked).toBe(1);
    await recall('d', 1, 'longer than everything');
    asked = 0;
    await recall('d', 1);
    expect(asked).toBe(1);
  });

  it('counts the headers of an answer as part of its size', async () => {
    const headers = ['Name', '12345678'];
    await memory.recall('a', 0, () => Promise.resolve({ ...answerWith(''), headers })).answer;
    expect(memory.find('a', 1)).toBeUndefined();
  });

  it('counts the question as part of it: anybody can ask a long one with a short answer', async () => {
    await recall('a long question', 0, '');
    expect(memory.find('a long question', 1)).toBeUndefined();
  });

  it('is off where nothing is to be kept', () => {
    expect([memory.isOn, new AnswerMemory(0, 10).isOn]).toEqual([true, false]);
  });
});
