import { describe, expect, it } from 'vitest';
import { maskHeaders } from '../../../src/callbacks/transport/mask-headers.ts';

describe('headers that are stored and shown', () => {
  it.each([
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'X-Api-Key',
    'x-auth-token',
    'Client-Secret',
    'x-password',
  ])('hide the value of %s', (name) => {
    expect(maskHeaders({ [name]: 'hunter2' })).toEqual({ [name]: '***' });
  });

  it('keep the authentication scheme', () => {
    expect(maskHeaders({ authorization: 'Basic dTpw', 'proxy-authorization': 'bearer abc' })).toEqual({
      authorization: 'Basic ***',
      'proxy-authorization': 'bearer ***',
    });
  });

  it('take a first word that is no known scheme for part of the secret', () => {
    expect(maskHeaders({ authorization: 'hunter2 again' })).toEqual({ authorization: '***' });
  });

  it('keep all others', () => {
    const others = { host: 'receiver.example', 'content-type': 'application/json', 'x-customer': 'Ada' };
    expect(maskHeaders(others)).toEqual(others);
  });
});
