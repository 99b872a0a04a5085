import type { Context } from 'hono';
import { remembering } from '../../core/remembering.ts';
import type { Store } from '../../store/store.ts';
import { hashApiKey } from '../api-key.ts';
import type { House, Turndown } from '../emulated/serve.ts';
import { message } from './answers.ts';
import { resultAnswer } from './older/result.ts';

const TURNDOWNS: Record<Turndown, readonly [status: number, text: string]> = {
  UNAUTHENTICATED: [401, 'The header X-ApiKey is missing or holds no key of a customer.'],
  ADDRESS: [403, 'Calls from this address are not allowed.'],
  TOO_MANY: [429, 'There were too many calls; Retry-After says when the next is taken.'],
  TOO_LARGE: [413, 'The body is too long.'],
  FAILED: [500, 'The platform failed.'],
};

/** Customers of `api.wiraya.com` are known by the header `X-ApiKey`, whose name ignores case [D]. */
export function messagingHouse({ customers }: Pick<Store, 'customers'>): House {
  // Clients send the same key with every call, and to hash one takes longer than to look its customer up.
  const hashOf = remembering(hashApiKey);
  return {
    identify(c) {
      const apiKey = c.req.header('x-apikey');
      return apiKey === undefined ? null : customers.withApiKeyHash(hashOf(apiKey));
    },
    open: [],
    turnDown(c, why) {
      if (why === 'UNAUTHENTICATED' && isOlder(c)) return resultAnswer('ERROR_AUTHENTICATION');
      return message(c, ...TURNDOWNS[why]);
    },
  };
}

/** The older endpoints answer with a `Result` also when they know nobody [C]. */
function isOlder({ req }: Context): boolean {
  return req.path.toLowerCase().endsWith('/json');
}
