import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import type { ApiContext } from '../context.ts';
import { lazyApp } from '../lazy-app.ts';
import { notFound } from '../not-found.ts';
import { onError } from '../on-error.ts';
import type { Routes } from './group.ts';

/** Routes that are loaded together, and the first segments of their paths. */
interface Group {
  below: readonly string[];
  load: () => Promise<readonly Routes[]>;
}

const GROUPS: readonly Group[] = [
  {
    below: ['customers'],
    load: async () => [
      (await import('./customers.ts')).customerRoutes,
      (await import('./opt-outs.ts')).optOutRoutes,
      (await import('./personal-data.ts')).personalDataRoutes,
    ],
  },
  { below: ['projects'], load: async () => [(await import('./projects.ts')).projectRoutes] },
  {
    below: ['contact-lists', 'recipients'],
    load: async () => [(await import('./contact-lists.ts')).contactListRoutes],
  },
  { below: ['campaigns'], load: async () => [(await import('./campaigns.ts')).campaignRoutes] },
  {
    below: ['communications'],
    load: async () => [
      (await import('./communications.ts')).communicationRoutes,
      (await import('./decisions.ts')).decisionRoutes,
    ],
  },
  {
    below: ['incoming-sms', 'incoming-calls'],
    load: async () => [(await import('./incoming.ts')).incomingRoutes],
  },
  { below: ['pin-codes'], load: async () => [(await import('./pin-codes.ts')).pinCodeRoutes] },
  {
    below: ['outcome-rules', 'magic-numbers'],
    load: async () => [(await import('./outcomes.ts')).outcomeRoutes],
  },
  { below: ['profiles'], load: async () => [(await import('./profiles.ts')).profileRoutes] },
  { below: ['contacts'], load: async () => [(await import('./contacts.ts')).contactRoutes] },
  {
    below: ['callbacks'],
    load: async () => [
      (await import('./callbacks.ts')).callbackRoutes,
      (await import('./callback-actions.ts')).callbackActionRoutes,
      (await import('./probe.ts')).probeRoutes,
    ],
  },
  {
    below: ['deliveries', 'attempts'],
    load: async () => [
      (await import('./deliveries.ts')).deliveryRoutes,
      (await import('./attempts.ts')).attemptRoutes,
    ],
  },
  { below: ['events'], load: async () => [(await import('./events.ts')).eventRoutes] },
  { below: ['faults'], load: async () => [(await import('./faults.ts')).faultRoutes] },
  { below: ['requests'], load: async () => [(await import('./requests.ts')).requestRoutes] },
  { below: ['inbox'], load: async () => [(await import('./inbox.ts')).inboxRoutes] },
  { below: ['clock'], load: async () => [(await import('./clock.ts')).clockRoutes] },
  { below: ['seed'], load: async () => [(await import('./seed.ts')).seedRoutes] },
  { below: ['reset'], load: async () => [(await import('./reset.ts')).resetRoutes] },
  { below: ['snapshot'], load: async () => [(await import('./snapshot.ts')).snapshotRoutes] },
  { below: ['alive'], load: async () => [(await import('./alive.ts')).aliveRoutes] },
  {
    below: ['certificates', 'source-addresses'],
    load: async () => [
      (await import('./certificates.ts')).certificateRoutes,
      (await import('./trust.ts')).trustRoutes,
    ],
  },
  { below: ['health', 'urls'], load: async () => [(await import('./system.ts')).systemRoutes] },
  { below: ['settings'], load: async () => [(await import('./settings.ts')).settingsRoutes] },
  { below: ['statistics'], load: async () => [(await import('./statistics.ts')).statisticsRoutes] },
];

/** Our own API. */
export interface Control {
  /** Serves it below `/v1`. */
  readonly app: Hono;
  /** All of it in one, as it is to be described: its paths are without `/v1`. */
  whole(): Promise<OpenAPIHono>;
}

/** Our own API, each group of it loaded when it is first asked for. */
export function controlApi(context: ApiContext): Control {
  const groups = GROUPS.map(({ below, load }) => {
    let loading: Promise<OpenAPIHono> | undefined;
    const app = () => {
      loading ??= Promise.all([import('./group.ts'), load()]).then(([{ groupApp }, routes]) =>
        groupApp(context, routes),
      );
      return loading;
    };
    return { below, app };
  });
  const app = new Hono();
  for (const group of groups) {
    // The wildcard takes what has nothing more, too.
    for (const segment of group.below) app.all(`/v1/${segment}/*`, lazyApp(group.app));
  }
  app.notFound(notFound(context));
  app.onError(onError(context));
  return {
    app,
    async whole() {
      const { OpenAPIHono } = await import('@hono/zod-openapi');
      const whole = new OpenAPIHono();
      for (const group of groups) whole.route('/', await group.app());
      return whole;
    },
  };
}
