import { OpenAPIHono } from '@hono/zod-openapi';
import { Refusal } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { refused } from '../problem.ts';
import { fieldProblems } from '../validation.ts';
import { aliveRoutes } from './alive.ts';
import { callbackActionRoutes } from './callback-actions.ts';
import { callbackRoutes } from './callbacks.ts';
import { campaignRoutes } from './campaigns.ts';
import { certificateRoutes } from './certificates.ts';
import { clockRoutes } from './clock.ts';
import { communicationRoutes } from './communications.ts';
import { contactListRoutes } from './contact-lists.ts';
import { customerRoutes } from './customers.ts';
import { deliveryRoutes } from './deliveries.ts';
import { faultRoutes } from './faults.ts';
import { incomingRoutes } from './incoming.ts';
import { optOutRoutes } from './opt-outs.ts';
import { outcomeRoutes } from './outcomes.ts';
import { profileRoutes } from './profiles.ts';
import { projectRoutes } from './projects.ts';
import { resetRoutes } from './reset.ts';
import { seedRoutes } from './seed.ts';
import { snapshotRoutes } from './snapshot.ts';
import { systemRoutes } from './system.ts';

/** Our own API, to be mounted under `/v1`. */
export function controlApi(context: ApiContext): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (!result.success) return refused(c, new Refusal('invalid', fieldProblems(result.error.issues)));
      return undefined;
    },
  });
  customerRoutes(app, context);
  projectRoutes(app, context);
  contactListRoutes(app, context);
  campaignRoutes(app, context);
  communicationRoutes(app, context);
  incomingRoutes(app, context);
  outcomeRoutes(app, context);
  profileRoutes(app, context);
  optOutRoutes(app, context);
  callbackRoutes(app, context);
  callbackActionRoutes(app, context);
  deliveryRoutes(app, context);
  faultRoutes(app, context);
  clockRoutes(app, context);
  seedRoutes(app, context);
  resetRoutes(app, context);
  snapshotRoutes(app, context);
  aliveRoutes(app, context);
  certificateRoutes(app, context);
  systemRoutes(app, context);
  return app;
}
