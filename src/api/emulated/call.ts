import type { Context } from 'hono';
import type { EndpointName } from '../../core/endpoints.ts';
import type { Customer } from '../../store/customers.ts';
import type { Answer } from './answer.ts';

/** One call of a client, while it is answered. */
export interface Call {
  readonly endpoint: EndpointName;
  /** As it was sent. */
  readonly body: Buffer;
  /** The body as the endpoint decoded it; null: it has not. */
  text: string | null;
  /** Whose it is; null: nobody's that we know. */
  customer: Customer | null;
  /** `{ID}`s of the communications that it led to. */
  communicationIds: number[];
}

/** Why a call is turned down before its endpoint sees it, or (`FAILED`) after that has failed. */
export type Turndown = 'UNAUTHENTICATED' | 'ADDRESS' | 'TOO_MANY' | 'TOO_LARGE' | 'FAILED';

/** How one of the real hosts knows its clients, and how it refuses. */
export interface House {
  /** Whose call it is; null: nobody's that we know. */
  identify(c: Context, call: Call): Customer | null;
  /** Endpoints that anybody may call; they set `call.customer` themselves. */
  open: readonly EndpointName[];
  /** `Retry-After` is added to `TOO_MANY`. */
  turnDown(c: Context, why: Turndown): Answer;
}

export type Handler = (c: Context, call: Call) => Answer | Promise<Answer>;
