import { OpenAPIHono } from '@hono/zod-openapi';
import { Refusal } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { onError } from '../on-error.ts';
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
import { contactRoutes } from './contacts.ts';
import { customerRoutes } from './customers.ts';
import { decisionRoutes } from './decisions.ts';
import { deliveryRoutes } from './deliveries.ts';
import { faultRoutes } from './faults.ts';
import { inboxRoutes } from './inbox.ts';
import { incomingRoutes } from './incoming.ts';
import { optOutRoutes } from './opt-outs.ts';
import { outcomeRoutes } from './outcomes.ts';
import { personalDataRoutes } from './personal-data.ts';
import { pinCodeRoutes } from './pin-codes.ts';
import { profileRoutes } from './profiles.ts';
import { projectRoutes } from './projects.ts';
import { requestRoutes } from './requests.ts';
import { resetRoutes } from './reset.ts';
import { seedRoutes } from './seed.ts';
import { settingsRoutes } from './settings.ts';
import { snapshotRoutes } from './snapshot.ts';
import { statisticsRoutes } from './statistics.ts';
import { systemRoutes } from './system.ts';
import { trustRoutes } from './trust.ts';

/** Our own API, to be mounted under `/v1`. */
export function controlApi(context: ApiContext): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (!result.success) return refused(c, new Refusal('invalid', fieldProblems(result.error.issues)));
      return undefined;
    },
  });
  app.onError(onError(context));
  customerRoutes(app, context);
  projectRoutes(app, context);
  contactListRoutes(app, context);
  campaignRoutes(app, context);
  communicationRoutes(app, context);
  decisionRoutes(app, context);
  incomingRoutes(app, context);
  pinCodeRoutes(app, context);
  outcomeRoutes(app, context);
  profileRoutes(app, context);
  optOutRoutes(app, context);
  contactRoutes(app, context);
  personalDataRoutes(app, context);
  callbackRoutes(app, context);
  callbackActionRoutes(app, context);
  deliveryRoutes(app, context);
  faultRoutes(app, context);
  requestRoutes(app, context);
  inboxRoutes(app, context);
  clockRoutes(app, context);
  seedRoutes(app, context);
  resetRoutes(app, context);
  snapshotRoutes(app, context);
  aliveRoutes(app, context);
  certificateRoutes(app, context);
  trustRoutes(app, context);
  systemRoutes(app, context);
  settingsRoutes(app, context);
  statisticsRoutes(app, context);
  return app;
}
