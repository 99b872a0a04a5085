import { describe, expect, it } from 'vitest';
import { connectProblem } from '../../../src/callbacks/transport/connect-problem.ts';
import { TARGET } from './one-request.ts';

/** The words for errors that cannot be brought about here at will; the others are tested with real sockets. */
function wordsFor(code: string, sourceAddress: string | null = null, message = ''): string {
  const destination = { hostname: 'receiver.example', address: 'receiver.example:443', sourceAddress };
  return connectProblem(Object.assign(new Error(message), { code }), destination, TARGET, false);
}

describe('why no connection came about', () => {
  it.each([
    ['EAI_AGAIN', 'the host name receiver.example could not be looked up: the name server did not answer'],
    ['EHOSTUNREACH', 'there is no route to receiver.example:443'],
    ['ENETUNREACH', 'there is no route to receiver.example:443'],
    ['ETIMEDOUT', 'receiver.example:443 did not answer: the system gave up connecting'],
    ['EACCES', 'this machine does not allow connections to receiver.example:443'],
    ['EMFILE', 'this machine has too many files and connections open'],
    ['EADDRNOTAVAIL', 'this machine has no free port or address to connect to receiver.example:443 from'],
    ['EWHATEVER', 'no connection to receiver.example:443: EWHATEVER'],
  ])('%s in plain words', (code, words) => {
    expect(wordsFor(code)).toBe(words);
  });

  it('is what the system says where we know no better words', () => {
    expect(wordsFor('EINVAL', '127.0.0.1', 'connect EINVAL')).toBe(
      'no connection to receiver.example:443: connect EINVAL',
    );
  });
});
