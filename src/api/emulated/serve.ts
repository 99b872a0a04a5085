import { buffer } from 'node:stream/consumers';
import type { Context, Hono } from 'hono';
import { ENDPOINTS, type EndpointName } from '../../core/endpoints.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Customer } from '../../store/customers.ts';
import { upload } from '../body.ts';
import type { ApiContext } from '../context.ts';

/** One call of a client, while it is answered. */
export interface Call {
  readonly endpoint: EndpointName;
  /** As it was sent. */
  readonly body: Buffer;
  /** Whose it is; null: nobody's that we know. */
  customer: Customer | null;
  /** `{ID}`s of the communications that it led to. */
  communicationIds: number[];
}

/** Why a call is turned down before its endpoint sees it. */
export type Turndown = 'UNAUTHENTICATED' | 'ADDRESS' | 'TOO_MANY' | 'TOO_LARGE' | 'FAILED';

/** How one of the real hosts knows its clients, and how it refuses. */
export interface House {
  /** Whose call it is; null: nobody's that we know. */
  identify(c: Context, call: Call): Customer | null;
  /** Endpoints that anybody may call. */
  open: readonly EndpointName[];
  turnDown(c: Context, why: Turndown): Response;
}

export type Handler = (c: Context, call: Call) => Response | Promise<Response>;

/** Serves an endpoint of the real API. */
export function serve(
  app: Hono,
  { limits }: ApiContext,
  house: House,
  endpoint: EndpointName,
  handle: Handler,
): void {
  const { methods, path } = ENDPOINTS[endpoint];
  app.on([...methods], [routeOf(path)], async (c) => {
    let body: Buffer;
    try {
      body = await buffer(upload(c, limits, 'maxBodyBytes'));
    } catch (error) {
      if (error instanceof Refusal) return house.turnDown(c, 'TOO_LARGE');
      throw error;
    }
    const call: Call = { endpoint, body, customer: null, communicationIds: [] };
    call.customer = house.identify(c, call);
    if (call.customer === null && !house.open.includes(endpoint)) return house.turnDown(c, 'UNAUTHENTICATED');
    return handle(c, call);
  });
}

/** `/api/Contact/{contactId}` as `routedPath` writes it. */
function routeOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? `:${segment.slice(1, -1)}` : segment.toLowerCase()))
    .join('/');
}
