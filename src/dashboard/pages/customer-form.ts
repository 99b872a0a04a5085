import type { Problem } from '../../api/problem.ts';
import type { EndpointName } from '../../core/endpoints.ts';
import type { AccountLevel } from '../../core/vocabulary.ts';
import { refusedField } from '../api.ts';
import type { Form } from '../page.ts';
import { linesOf, numeric, required } from '../parts/entities.ts';

/** A customer as the API shows it. */
export interface Customer {
  id: number;
  name: string;
  accountLevel: AccountLevel;
  testMode: boolean;
  whitelistMode: boolean;
  profile: string | null;
  optOutWords: string[];
  optInWords: string[];
  spamLimit: { times: number; withinSeconds: number } | null;
  inboundNumbers: { number: string; prefixes: { prefix: string; identifiers: string[] }[] }[];
  allowedAddresses: string[] | null;
  rateLimits: { endpoint: EndpointName | null; calls: number; perSeconds: number }[];
  uniqueMessageIds: boolean;
  pinCodes: { digits: number; validSeconds: number; tries: number };
  contactCampaigns: Record<string, number>;
  stopEvents: string[];
  maxBulkItems: number;
  createdAt: string;
}

/** What a customer's page has a form for each; together they are all that can be set. */
export const SECTIONS = ['account', 'messages', 'real-api', 'contact-api'] as const;
export type Section = (typeof SECTIONS)[number];

/** What its columns are called in a form: `rateLimits.0.calls`. */
const COLUMNS = {
  inboundNumbers: ['number', 'prefixes'],
  rateLimits: ['endpoint', 'calls', 'perSeconds'],
  contactCampaigns: ['campaign', 'projectId'],
} as const;
type Table = keyof typeof COLUMNS;

/** A row of a form by its columns; empty where nothing was typed. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a form in which anything stands, in their order. */
export function rowsOf(form: Form, table: Table): Row[] {
  const indices = Object.keys(form).map((name) => new RegExp(`^${table}\\.(\\d+)\\.`).exec(name)?.[1]);
  const inOrder = [...new Set(indices)].filter((index) => index !== undefined).sort((a, b) => +a - +b);
  return inOrder
    .map((index) =>
      Object.fromEntries(COLUMNS[table].map((column) => [column, form[`${table}.${index}.${column}`] ?? ''])),
    )
    .filter((row) => Object.values(row).some((value) => value !== ''));
}

const inForm = (table: Table, rows: readonly Row[]): Form =>
  Object.fromEntries(
    rows.flatMap((row, index) =>
      Object.entries(row).map(([column, value]) => [`${table}.${index}.${column}`, value]),
    ),
  );

const ticked = (name: string, is: boolean): Form => (is ? { [name]: 'true' } : {});
const isTicked = (form: Form, name: string) => (form[name] ?? '') !== '';

/** A customer as the fields of its forms have it. */
export const formOf: Readonly<Record<Section, (customer: Customer) => Form>> = {
  account: ({ name, accountLevel, testMode, whitelistMode, profile }) => ({
    name,
    accountLevel,
    profile: profile ?? '',
    ...ticked('testMode', testMode),
    ...ticked('whitelistMode', whitelistMode),
  }),
  messages: ({ spamLimit, optOutWords, optInWords, inboundNumbers }) => ({
    'spamLimit.times': String(spamLimit?.times ?? ''),
    'spamLimit.withinSeconds': String(spamLimit?.withinSeconds ?? ''),
    optOutWords: optOutWords.join('\n'),
    optInWords: optInWords.join('\n'),
    ...inForm(
      'inboundNumbers',
      inboundNumbers.map(({ number, prefixes }) => ({
        number,
        prefixes: prefixes.map(({ prefix, identifiers }) => [prefix, ...identifiers].join(' ')).join('\n'),
      })),
    ),
  }),
  'real-api': ({ allowedAddresses, rateLimits, uniqueMessageIds, pinCodes }) => ({
    from: allowedAddresses === null ? 'anywhere' : 'these',
    allowedAddresses: (allowedAddresses ?? []).join('\n'),
    'pinCodes.digits': String(pinCodes.digits),
    'pinCodes.validSeconds': String(pinCodes.validSeconds),
    'pinCodes.tries': String(pinCodes.tries),
    ...ticked('uniqueMessageIds', uniqueMessageIds),
    ...inForm(
      'rateLimits',
      rateLimits.map(({ endpoint, calls, perSeconds }) => ({
        endpoint: endpoint ?? '',
        calls: String(calls),
        perSeconds: String(perSeconds),
      })),
    ),
  }),
  'contact-api': ({ contactCampaigns, stopEvents, maxBulkItems }) => ({
    stopEvents: stopEvents.join('\n'),
    maxBulkItems: String(maxBulkItems),
    ...inForm(
      'contactCampaigns',
      Object.entries(contactCampaigns).map(([campaign, projectId]) => ({
        campaign,
        projectId: String(projectId),
      })),
    ),
  }),
};

/** What a form says, as the API takes it: all that its section has. */
export const wantedOf: Readonly<Record<Section, (form: Form) => object>> = {
  account: (form) => ({
    name: form.name ?? '',
    accountLevel: form.accountLevel,
    testMode: isTicked(form, 'testMode'),
    whitelistMode: isTicked(form, 'whitelistMode'),
    profile: form.profile || null,
  }),
  messages: (form) => ({
    spamLimit: spamLimitOf(numeric(form['spamLimit.times']), numeric(form['spamLimit.withinSeconds'])),
    optOutWords: linesOf(form.optOutWords),
    optInWords: linesOf(form.optInWords),
    inboundNumbers: rowsOf(form, 'inboundNumbers').map(({ number, prefixes }) => ({
      number,
      prefixes: linesOf(prefixes).map((line) => {
        const [prefix, ...identifiers] = line.split(/\s+/);
        return { prefix, identifiers };
      }),
    })),
  }),
  'real-api': (form) => ({
    allowedAddresses: form.from === 'these' ? linesOf(form.allowedAddresses) : null,
    rateLimits: rowsOf(form, 'rateLimits').map(({ endpoint, calls, perSeconds }) => ({
      endpoint: endpoint || null,
      calls: numeric(calls),
      perSeconds: numeric(perSeconds),
    })),
    uniqueMessageIds: isTicked(form, 'uniqueMessageIds'),
    pinCodes: {
      digits: numeric(form['pinCodes.digits']),
      validSeconds: numeric(form['pinCodes.validSeconds']),
      tries: numeric(form['pinCodes.tries']),
    },
  }),
  'contact-api': (form) => ({
    contactCampaigns: Object.fromEntries(
      rowsOf(form, 'contactCampaigns').map(({ campaign, projectId }) => [campaign, required(projectId)]),
    ),
    stopEvents: linesOf(form.stopEvents),
    maxBulkItems: required(form.maxBulkItems),
  }),
};

const spamLimitOf = (times: unknown, withinSeconds: unknown) =>
  times === undefined && withinSeconds === undefined ? null : { times, withinSeconds };

/** What is wrong with a form that the API could not say, since it would not see it. */
export function wrongWith(form: Form): Problem | null {
  const campaigns = rowsOf(form, 'contactCampaigns').map(({ campaign }) => campaign);
  const again = campaigns.findIndex((campaign, index) => campaigns.indexOf(campaign) < index);
  return again === -1
    ? null
    : refusedField(`contactCampaigns.${again}.campaign`, 'stands here twice', 'each campaign once');
}

/**
 * Names the fields as a form does: the API knows campaigns by their names, and a form by their rows. Nothing typed is
 * null to the API.
 */
export function asInForm(problem: Problem, form: Form): Problem {
  const campaigns = rowsOf(form, 'contactCampaigns').map(({ campaign }) => campaign);
  const errors = problem.errors?.map((error) => {
    const said = error.problem === 'is null' ? { ...error, problem: 'is missing' } : error;
    const row = campaigns.findIndex((campaign) => error.field === `contactCampaigns.${campaign}`);
    if (row === -1) return said;
    const column = error.problem === 'there is no such field' ? 'campaign' : 'projectId';
    return { ...said, field: `contactCampaigns.${row}.${column}` };
  });
  return { ...problem, ...(errors && { errors }) };
}
