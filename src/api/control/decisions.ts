import type { OpenAPIHono } from '@hono/zod-openapi';
import { outcomeRequest } from '../../core/outcome/outcome-request.ts';
import { notFound } from '../../core/refusal.ts';
import { decideAnew } from '../../simulation/decide-anew.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, idParam, refusals, route } from './common.ts';
import { communicationBody, communicationSchema } from './communications.ts';

/** Outcomes that somebody decides when the communication is under way. */
export function decisionRoutes(app: OpenAPIHono, { world, store }: ApiContext): void {
  app.openapi(
    route({
      method: 'post',
      path: '/communications/{id}/outcome',
      tags: ['Communications'],
      summary: 'Decide what becomes of a communication from now on, in the place of what was decided before',
      description:
        'Of one that is held (`ASK_ME`), or of any that is not DONE. Times count from now, or from when it is sent if that is still to come. This is how a person answers a call: `callLength` and `keyChoices` beside the status DELIVERED.',
      request: { params: idParam, ...body(outcomeRequest) },
      responses: { 200: answer('The communication', communicationSchema), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const communication = store.communications.get(id);
      if (!communication) throw notFound('id', `communication ${id}`);
      const decided = decideAnew(world, communication, c.req.valid('json'));
      return c.json(communicationBody(decided, store.enqueued.of([decided.seq]).get(decided.seq)), 200);
    },
  );
}
