import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EndpointName } from '../../core/endpoints.ts';
import { Refusal } from '../../core/refusal.ts';
import { mustNotBeCompressed } from '../body.ts';
import type { ApiContext } from '../context.ts';
import { type Answer, jsonAnswer } from '../emulated/answer.ts';
import { routedPath } from '../emulated/path.ts';
import { type Call, type Handler, serve } from '../emulated/serve.ts';
import { notFound } from '../not-found.ts';
import { read, readKeyed } from './bodies.ts';
import {
  type TakeIn,
  type Taken,
  takeInCampaign,
  takeInContact,
  takeInContactEvent,
  takeInMetric,
} from './items.ts';
import { refused } from './refused.ts';
import { giveToken, tokenHouse } from './tokens.ts';

/** What can be said of a contact: by its ID in the path, or of many at once. */
const SAID: readonly { one: EndpointName; many: EndpointName; takeIn: TakeIn }[] = [
  { one: 'Contact', many: 'ContactBulk', takeIn: takeInContact },
  { one: 'ContactCampaigns', many: 'ContactCampaignsBulk', takeIn: takeInCampaign },
  { one: 'ContactEvents', many: 'ContactEventsBulk', takeIn: takeInContactEvent },
  { one: 'ContactMetrics', many: 'ContactMetricsBulk', takeIn: takeInMetric },
];

/** The API of `api.wiraya.ai`. */
export function contactsApi(context: ApiContext): Hono {
  const app = new Hono({ getPath: routedPath });
  const house = tokenHouse(context);
  const offer = (endpoint: EndpointName, handle: Handler) =>
    serve(app, context, house, endpoint, async (c, call) => {
      try {
        mustNotBeCompressed(c);
        return await handle(c, call);
      } catch (error) {
        if (error instanceof Refusal) return refused(error);
        throw error;
      }
    });

  offer('Token', (c, call) => giveToken(context, c, call));
  for (const { one, many, takeIn } of SAID) {
    // Before the path of one contact, which would fit as well.
    offer(many, (c, call) => answerMany(context, c, call, takeIn));
    offer(one, (c, call) => {
      const value = read(c, call, z.unknown());
      const contactId = c.req.param('contactId') ?? '';
      const { id, communicationId } = context.store.transaction(() =>
        takeIn(context, call.customer!, contactId, value),
      );
      if (communicationId !== null) call.communicationIds.push(communicationId);
      return jsonAnswer(one === 'Contact' ? { id: [id], error: false, failures: {} } : { id });
    });
  }
  app.notFound(notFound(context));
  return app;
}

/** Takes in what is said of each contact by itself: some of it may fail [D]. */
function answerMany(context: ApiContext, c: Context, call: Call, takeIn: TakeIn): Answer {
  const customer = call.customer!;
  const items = readKeyed(c, call);
  if (items.length > customer.settings.maxBulkItems) return jsonAnswer({ bulkItemLimitExceeded: true }, 400);
  const { store } = context;
  const failures = new Map<string, { retry: boolean }>();
  const one = (contactId: string, value: unknown): Taken | null => {
    try {
      return store.apart(() => takeIn(context, customer, contactId, value));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // A contact that is not there may come; nothing else gets better by itself.
      failures.set(contactId, { retry: error.kind === 'not-found' });
      return null;
    }
  };
  const taken = store.transaction(() => items.map(([contactId, value]) => one(contactId, value)));
  call.communicationIds.push(...taken.flatMap((item) => item?.communicationId ?? []));
  const id = taken.map((item) => item?.id ?? null);
  return jsonAnswer({ id, error: failures.size > 0, failures: Object.fromEntries(failures) });
}
