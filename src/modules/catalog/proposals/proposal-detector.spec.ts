import { queueEntityName } from './proposal-detector.js';

describe('a name that may be a queue', () => {
  it.each([
    ['House A - Express', 'house a', 'PAID_STANDBY'],
    ['House A (Single Rider)', 'house a', 'SINGLE_RIDER'],
    ['House A - SR', 'house a', 'SINGLE_RIDER'],
    ['Single Rider: House A', 'house a', 'SINGLE_RIDER'],
    ['House A Single Rider Line', 'house a', 'SINGLE_RIDER'],
    ['House A – Fast Track', 'house a', 'PAID_STANDBY'],
    ['House A Premier Access', 'house a', 'PAID_RETURN_TIME'],
    ['Hogwarts™ Express', 'hogwarts', 'PAID_STANDBY'],
  ])('%s: of %s', (name, rideName, queueType) => {
    expect(queueEntityName(name)).toEqual({ rideName, queueType });
  });

  it.each(['House A', 'Express', 'Expressway to Fun', 'Mr. SRunner'])('is not %s', (name) => {
    expect(queueEntityName(name)).toBeNull();
  });
});
