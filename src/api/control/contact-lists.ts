import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { invalid, noSuchCustomer, notFound } from '../../core/refusal.ts';
import type { ContactList, Recipient } from '../../store/contact-lists.ts';
import { isCsv, upload } from '../body.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  defined,
  fieldNumber,
  fieldsField,
  idField,
  idFilter,
  idParam,
  instantBody,
  nameField,
  numberField,
  orderedPageQuery,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
} from './common.ts';
import { Imports } from './imports.ts';
import { importRecipients } from './recipient-import.ts';

const fieldNames = z
  .record(fieldNumber, nameField)
  .openapi({ description: 'What the data fields mean, by number', example: { '1': 'first name' } });

export const newList = z.strictObject({
  customerId: idField,
  name: nameField,
  fieldNames: fieldNames.default({}),
});

const listSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    name: z.string(),
    fieldNames,
    size: z.int().openapi({ description: 'How many recipients it holds' }),
    imports: z
      .array(
        z.object({
          rows: z.int(),
          rejected: z.int(),
          bytes: z.int(),
          totalBytes: z.int().nullable().openapi({ description: 'Null: the upload does not say' }),
        }),
      )
      .openapi({ description: 'How far each CSV has come that is being added now' }),
    createdAt: instantBody,
  })
  .openapi('ContactList');

export const newRecipients = z.strictObject({
  recipients: z
    .array(z.strictObject({ number: numberField, fields: fieldsField.default({}) }))
    .min(1)
    .max(10_000),
});

const recipientSchema = z
  .object({ id: z.int(), contactListId: z.int(), number: z.string(), fields: fieldsField })
  .openapi('Recipient');

const importSchema = z
  .object({
    added: z.int(),
    ids: z.array(z.int()).optional().openapi({ description: 'In the order given; not for CSV' }),
    rejected: z.int(),
    errors: z
      .array(z.object({ line: z.int(), reason: z.string() }))
      .openapi({ description: 'The first 1000 rows of a CSV that were not added' }),
  })
  .openapi('RecipientImport');

const importQuery = z.strictObject({
  allOrNothing: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: 'CSV: add nothing when any row is wrong' }),
});

const searchFilter = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .openapi({ description: 'Part of the number or of the text of a data field, in any case', example: 'Ada' });

const recipientBody = (recipient: Recipient) => recipient;

/** @throws Refusal when there is no such customer */
export function createContactList({ store, clock }: ApiContext, list: z.output<typeof newList>): ContactList {
  if (!store.customers.get(list.customerId)) throw noSuchCustomer(list.customerId);
  return store.contactLists.create(list, clock.now());
}

export function contactListRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, limits } = context;
  const { contactLists } = store;
  const imports = new Imports();
  const listBody = ({ createdAt, ...list }: ContactList) => ({
    ...list,
    imports: imports.into(list.id),
    createdAt: toInstant(createdAt),
  });
  const find = (id: number): ContactList => {
    const list = contactLists.get(id);
    if (!list) throw notFound('id', `contact list ${id}`);
    return list;
  };

  app.openapi(
    route({
      method: 'post',
      path: '/contact-lists',
      tags: ['Contact lists'],
      summary: 'Create a contact list',
      request: body(newList),
      responses: { 201: answer('Created', listSchema), ...refusals },
    }),
    (c) => c.json(listBody(createContactList(context, c.req.valid('json'))), 201),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/contact-lists',
      tags: ['Contact lists'],
      summary: 'List contact lists',
      request: { query: z.strictObject({ customerId: idFilter, ...orderedPageQuery }) },
      responses: { 200: answer('A page of contact lists', pageOf(listSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, ...page } = c.req.valid('query');
      return c.json(pageBody(contactLists.list(page, customerId), listBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/contact-lists/{id}',
      tags: ['Contact lists'],
      summary: 'Read a contact list',
      request: { params: idParam },
      responses: { 200: answer('The contact list', listSchema), ...refusals },
    }),
    (c) => c.json(listBody(find(c.req.valid('param').id)), 200),
  );

  app.openapi(
    route({
      method: 'patch',
      path: '/contact-lists/{id}',
      tags: ['Contact lists'],
      summary: 'Rename a contact list or its data fields',
      request: { params: idParam, ...body(z.strictObject({ name: nameField, fieldNames }).partial()) },
      responses: { 200: answer('The contact list', listSchema), ...refusals },
    }),
    (c) => {
      const list = { ...find(c.req.valid('param').id), ...defined(c.req.valid('json')) };
      contactLists.update(list);
      return c.json(listBody(list), 200);
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/contact-lists/{id}/recipients',
      tags: ['Contact lists'],
      summary: 'Add recipients, as JSON or as a CSV of any length',
      description:
        'JSON is added whole or not at all. Of a CSV the good rows are added and the others reported with their line, or, with `allOrNothing=true`, nothing is added unless every row is good.',
      request: {
        params: idParam,
        query: importQuery,
        body: {
          content: {
            'application/json': { schema: newRecipients },
            'text/csv': {
              schema: z.string().openapi({ example: 'number,first name\n46701740605,Ada\n' }),
            },
          },
        },
      },
      responses: { 201: answer('Added', importSchema), ...refusals },
    }),
    async (c) => {
      const list = find(c.req.valid('param').id);
      if (isCsv(c)) {
        const csv = upload(c, limits, 'maxCsvBytes');
        const allOrNothing = c.req.valid('query').allOrNothing === 'true';
        const length = c.req.header('content-length');
        const totalBytes = length === undefined ? null : Number(length);
        const imported = await imports.during(list.id, totalBytes, (progress) =>
          importRecipients(store, list, csv, allOrNothing, progress),
        );
        return c.json(imported, 201);
      }
      const { recipients } = c.req.valid('json') as Partial<z.output<typeof newRecipients>>;
      if (!recipients) throw invalid('recipients', 'is missing', 'an array of recipients');
      const ids = contactLists.addRecipients(list.id, recipients);
      return c.json({ added: ids.length, ids, rejected: 0, errors: [] }, 201);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/contact-lists/{id}/recipients',
      tags: ['Contact lists'],
      summary: 'List the recipients of a contact list',
      description:
        'With `search` a page may hold fewer than `limit`, even none, while its `next` still leads on: a long list is looked through piece by piece.',
      request: { params: idParam, query: z.strictObject({ search: searchFilter, ...pageQuery }) },
      responses: { 200: answer('A page of recipients', pageOf(recipientSchema)), ...refusals },
    }),
    (c) => {
      const { id } = find(c.req.valid('param').id);
      const { search, ...page } = c.req.valid('query');
      const found =
        search === undefined ? contactLists.recipients(id, page) : contactLists.search(id, search, page);
      return c.json(pageBody(found, recipientBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/recipients/{id}',
      tags: ['Contact lists'],
      summary: 'Read a recipient',
      request: { params: idParam },
      responses: { 200: answer('The recipient', recipientSchema), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const recipient = contactLists.recipient(id);
      if (!recipient) throw notFound('id', `recipient ${id}`);
      return c.json(recipientBody(recipient), 200);
    },
  );
}
