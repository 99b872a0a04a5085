import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Customer } from '../../store/customers.ts';
import { hashApiKey } from '../api-key.ts';
import type { ApiContext } from '../context.ts';
import { type Answer, jsonAnswer } from '../emulated/answer.ts';
import type { Call, House, Turndown } from '../emulated/serve.ts';
import { read } from './bodies.ts';
import { refuse } from './refused.ts';

/** About five minutes [D]; exactly, here. */
const TOKEN_LIFE_MS = 5 * 60_000;

const tokenRequest = z.object({ key: z.string().max(1000) });

/** Gives a token for five minutes (platform time) in exchange for the API key [D]. */
export function giveToken(context: ApiContext, c: Context, call: Call): Answer {
  const { store, clock } = context;
  const { key } = read(c, call, tokenRequest);
  const customer = store.customers.withApiKeyHash(hashApiKey(key));
  if (!customer) return jsonAnswer({ authenticated: false }, 401, { 'www-authenticate': 'Bearer' });
  call.customer = customer;
  const now = clock.now();
  const token = tokenOf(context, customer, now);
  const expiresAt = now + TOKEN_LIFE_MS;
  store.tokens.add(hashToken(token), customer.id, expiresAt, now);
  return jsonAnswer({ authenticated: true, token, tokenExpires: toExpiry(expiresAt) });
}

/** Who calls is who holds the token. */
export function tokenHouse({ store, clock }: ApiContext): House {
  return {
    open: ['Token'],
    identify(c) {
      const token = tokenIn(c);
      const id = token && store.tokens.holder(hashToken(token), clock.now());
      return id ? store.customers.get(id) : null;
    },
    turnDown(c, why) {
      if (why !== 'UNAUTHENTICATED') return refuse(...TURNED_DOWN[why]);
      const challenge = tokenIn(c) === null ? 'Bearer' : 'Bearer error="invalid_token"';
      return refuse(...TURNED_DOWN[why], { 'www-authenticate': challenge });
    },
  };
}

const TURNED_DOWN: Record<Turndown, [status: number, message: string]> = {
  UNAUTHENTICATED: [401, 'no valid token: POST /auth/token/apikey gives one for five minutes'],
  ADDRESS: [403, 'calls are not accepted from this address'],
  TOO_MANY: [429, 'too many calls'],
  TOO_LARGE: [413, 'the body is too large'],
  FAILED: [500, 'the platform failed'],
};

/**
 * Follows from the seed, the customer and the time: the same requests get the same tokens. Whoever knows the seed can
 * work one out, which is of no use elsewhere.
 */
function tokenOf({ world }: ApiContext, customer: Customer, now: number): string {
  return createHash('sha512').update(`${world.seed}\0token\0${customer.id}\0${now}`).digest('base64url');
}

/** The form in which tokens are stored. */
const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/** As the documentation's sample writes it [D]: seven digits of a second. */
const toExpiry = (ms: number) => new Date(ms).toISOString().replace('Z', '0000Z');

function tokenIn(c: Context): string | null {
  const [, token = null] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return token;
}
