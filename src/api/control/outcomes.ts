import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { magicNumbers } from '../../core/outcome/magic-numbers.ts';
import { outcomeName, outcomeRequest, planOf } from '../../core/outcome/outcome-request.ts';
import { newRule, type OutcomeRule, ruleMatch } from '../../core/outcome/outcome-rule.ts';
import { invalid, notFound } from '../../core/refusal.ts';
import { OUTGOING_TYPES } from '../../core/vocabulary.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, idParam, instantBody, refusals, route, toInstant } from './common.ts';

const ruleSchema = z
  .object({
    id: z.int(),
    match: ruleMatch,
    outcome: outcomeRequest,
    remaining: z.int().nullable().openapi({ description: 'How many more times it holds; null: without end' }),
    used: z.int().openapi({ description: 'How often it has decided' }),
    createdAt: instantBody,
  })
  .openapi('OutcomeRule');

const magicNumberSchema = z
  .object({
    number: z.string(),
    numbers: z.array(z.string()).openapi({ description: 'All that stand for the outcome' }),
    outcome: outcomeName,
    description: z.string(),
  })
  .openapi('MagicNumber');

const ruleBody = ({ createdAt, ...rule }: OutcomeRule) => ({ ...rule, createdAt: toInstant(createdAt) });

/** @throws Refusal for an outcome that nothing the rule matches can have */
export function createRule(
  { store, clock }: ApiContext,
  { match, outcome, times }: z.output<typeof newRule>,
): OutcomeRule {
  const types = match.type ? [match.type] : OUTGOING_TYPES;
  const problems = types.map((type) => planOf(outcome, type)).filter((plan) => typeof plan === 'string');
  if (problems.length === types.length)
    throw invalid('outcome', problems.join('; '), 'an outcome for the type that is matched');
  return store.outcomeRules.create({ match, outcome, remaining: times ?? null }, clock.now());
}

/** Ways to get the outcome that a test asks for, beside asking for it with the communication. */
export function outcomeRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { outcomeRules } = context.store;

  app.openapi(
    route({
      method: 'post',
      path: '/outcome-rules',
      tags: ['Outcomes'],
      summary: 'Have all that fits end in an outcome; the newest rule that fits decides',
      request: body(newRule),
      responses: { 201: answer('Created', ruleSchema), ...refusals },
    }),
    (c) => c.json(ruleBody(createRule(context, c.req.valid('json'))), 201),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/outcome-rules',
      tags: ['Outcomes'],
      summary: 'List the outcome rules, the newest first, with how often each has decided',
      responses: { 200: answer('All rules', z.object({ items: z.array(ruleSchema) })), ...refusals },
    }),
    (c) => c.json({ items: outcomeRules.all().map(ruleBody) }, 200),
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/outcome-rules/{id}',
      tags: ['Outcomes'],
      summary: 'Remove an outcome rule; what it has decided stays decided',
      request: { params: idParam },
      responses: { 204: { description: 'Removed' }, ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      if (!outcomeRules.remove(id)) throw notFound('id', `outcome rule ${id}`);
      return c.body(null, 204);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/outcome-rules',
      tags: ['Outcomes'],
      summary: 'Remove all outcome rules',
      responses: { 204: { description: 'Removed' }, ...refusals },
    }),
    (c) => {
      outcomeRules.removeAll();
      return c.body(null, 204);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/magic-numbers',
      tags: ['Outcomes'],
      summary: 'List the numbers that stand for an outcome, and the names of all outcomes',
      responses: { 200: answer('The table', z.object({ items: z.array(magicNumberSchema) })), ...refusals },
    }),
    (c) => c.json({ items: magicNumbers() }, 200),
  );
}
