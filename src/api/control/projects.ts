import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { noSuchCustomer, notFound } from '../../core/refusal.ts';
import { PROJECT_TYPES } from '../../core/vocabulary.ts';
import type { Project } from '../../store/projects.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  defined,
  idField,
  idFilter,
  idParam,
  instantBody,
  nameField,
  orderedPageQuery,
  pageBody,
  pageOf,
  refusals,
  route,
  senderField,
  toInstant,
} from './common.ts';

const projectFields = {
  name: nameField,
  sender: senderField,
  template: z.string().min(1).max(100_000).openapi({
    description: 'Text of the SMS or script of the call; `{1}` .. `{99}` stand for data fields',
    example: 'Hi {1}, your appointment is at {2}.',
  }),
};

const questions = z
  .array(
    z
      .array(z.string().regex(/^[0-9*#]$/, 'one of 0 to 9, * and #'))
      .min(1)
      .max(12),
  )
  .max(99)
  .openapi({
    description: "Of a call's script, in turn: the keys that answer each; none: those of the profile",
    example: [
      ['1', '2'],
      ['1', '2', '3', '9'],
    ],
  });

export const newProject = z.strictObject({
  customerId: idField,
  type: z.enum(PROJECT_TYPES),
  ...projectFields,
  questions: questions.default([]),
});

const projectSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    type: z.enum(PROJECT_TYPES),
    ...projectFields,
    questions,
    createdAt: instantBody,
  })
  .openapi('Project');

const projectBody = ({ createdAt, questions: asked, ...project }: Project) => ({
  ...project,
  questions: asked.map((keys) => [...keys]),
  createdAt: toInstant(createdAt),
});

/** @throws Refusal when there is no such customer */
export function createProject({ store, clock }: ApiContext, project: z.output<typeof newProject>): Project {
  if (!store.customers.get(project.customerId)) throw noSuchCustomer(project.customerId);
  return store.projects.create(project, clock.now());
}

export function projectRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { projects } = context.store;
  const find = (id: number): Project => {
    const project = projects.get(id);
    if (!project) throw notFound('id', `project ${id}`);
    return project;
  };

  app.openapi(
    route({
      method: 'post',
      path: '/projects',
      tags: ['Projects'],
      summary: 'Create a project: a sender and a template',
      request: body(newProject),
      responses: { 201: answer('Created', projectSchema), ...refusals },
    }),
    (c) => c.json(projectBody(createProject(context, c.req.valid('json'))), 201),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/projects',
      tags: ['Projects'],
      summary: 'List projects',
      request: { query: z.strictObject({ customerId: idFilter, ...orderedPageQuery }) },
      responses: { 200: answer('A page of projects', pageOf(projectSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, ...page } = c.req.valid('query');
      return c.json(pageBody(projects.list(page, customerId), projectBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/projects/{id}',
      tags: ['Projects'],
      summary: 'Read a project',
      request: { params: idParam },
      responses: { 200: answer('The project', projectSchema), ...refusals },
    }),
    (c) => c.json(projectBody(find(c.req.valid('param').id)), 200),
  );

  app.openapi(
    route({
      method: 'patch',
      path: '/projects/{id}',
      tags: ['Projects'],
      summary: 'Change a project; it holds for what is sent from now on',
      request: { params: idParam, ...body(z.strictObject({ ...projectFields, questions }).partial()) },
      responses: { 200: answer('The project', projectSchema), ...refusals },
    }),
    (c) => {
      const project = { ...find(c.req.valid('param').id), ...defined(c.req.valid('json')) };
      projects.update(project);
      return c.json(projectBody(project), 200);
    },
  );
}
