import type { EventView } from './event-view.ts';
import { jsonField } from './json-field.ts';
import { COMMUNICATION_TYPES, type CommunicationType, MAX_DATA_FIELDS } from './vocabulary.ts';

/** What a metric reads; null: the communication has no such value. */
export type MetricValue = string | number | null;

/** One `{NAME}` that a callback's URL, headers and template may hold; facts sheet §1 Metrics [S]. */
export interface Metric {
  /** Without braces. */
  readonly name: string;
  /** As documented: `{ID}`; the data fields share the one label `{1} .. {99}`. */
  readonly label: string;
  readonly meaning: string;
  /** The types of communication that can have it; null for all others, whatever the view carries. */
  readonly types: readonly CommunicationType[];
  /** What must have been involved besides, for the documentation. */
  readonly involves: 'contact list' | 'campaign' | 'project' | null;
  /** Only a number may stand bare in JSON. */
  readonly kind: 'number' | 'text';
  /** The types for which the value is personal data of the person reached or writing. */
  readonly personal: readonly CommunicationType[];
  /** True when all items of a batch have the same value, so that its URL, headers and envelope may hold it. */
  readonly shared: boolean;
  /** True when a value never holds anything that JSON or XML would have to escape. */
  readonly plain: boolean;
  /** Names of the values of a view that it reads. */
  readonly needs: ReadonlySet<string>;
  /** Of an event whose type can have it. */
  value(view: EventView): MetricValue;
  /** Of any event. */
  read(view: EventView): MetricValue;
}

const ALL = COMMUNICATION_TYPES;
const OUTGOING = ['OUTGOING_SMS', 'OUTGOING_CALL'] as const satisfies readonly CommunicationType[];
const INCOMING = ['INCOMING_SMS', 'INCOMING_CALL'] as const satisfies readonly CommunicationType[];
const SMS = ['OUTGOING_SMS', 'INCOMING_SMS'] as const satisfies readonly CommunicationType[];
/** Incoming SMS are over when they arrive. */
const WITH_END = [...OUTGOING, 'INCOMING_CALL'] as const satisfies readonly CommunicationType[];

type Definition = Pick<Metric, 'name' | 'meaning' | 'types' | 'value'> &
  Partial<Pick<Metric, 'label' | 'kind' | 'personal' | 'shared' | 'plain'>> & {
    involves?: Metric['involves'];
  };

function define(definition: Definition): Metric {
  const { types, value, kind = 'text' } = definition;
  return {
    label: `{${definition.name}}`,
    involves: null,
    kind,
    personal: [],
    shared: false,
    plain: false,
    ...definition,
    needs: readBy(value),
    read: (view) => (types.includes(view.type) ? value(view) : null),
  };
}

/** Lets a metric read a view in which there is nothing, and sees what it asks for. */
function readBy(value: Metric['value']): ReadonlySet<string> {
  const names = new Set<string>();
  const nothing = new Proxy({} as EventView, {
    get: (_view, name) => {
      names.add(String(name));
      return null;
    },
  });
  value(nothing);
  return names;
}

const unixTime = (ms: number): number => Math.floor(ms / 1000);
const dateTime = (ms: number): string => `${utcDate(ms)} ${utcTime(ms)}`;
const dateIso = (ms: number): string => `${utcDate(ms)}T${utcTime(ms)}Z`;

const DAY_MS = 86_400_000;
let lastDay = 0;
let lastDate = '1970-01-01';

/** Writing out a date takes longer than all else in a callback's item, and one event in thousands begins a day. */
function utcDate(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().split('T', 1)[0]!;
    lastDay = day;
  }
  return lastDate;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function utcTime(ms: number): string {
  const seconds = unixTime(ms) - Math.floor(ms / DAY_MS) * (DAY_MS / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
}

/** The three notations of one moment, `{SENT_UNIXTIME}`, `{SENT_DATETIME}` and `{SENT_DATEISO}`. */
function moment(
  prefix: string,
  meaning: string,
  types: readonly CommunicationType[],
  at: (view: EventView) => number | null,
): Metric[] {
  const notation = (suffix: string, how: string, write: (ms: number) => MetricValue) => ({
    name: `${prefix}_${suffix}`,
    meaning: `${meaning}, ${how}.`,
    types,
    plain: true,
    value: (view: EventView) => {
      const ms = at(view);
      return ms === null ? null : write(ms);
    },
  });
  return [
    define({ ...notation('UNIXTIME', 'in whole seconds since 1970', unixTime), kind: 'number' }),
    define(notation('DATETIME', 'as YYYY-MM-DD HH:MM:SS in UTC', dateTime)),
    define(notation('DATEISO', 'as ISO 8601 in UTC, with a trailing Z', dateIso)),
  ];
}

function dataField(number: number): Metric {
  const name = String(number);
  return define({
    name,
    label: `{1} .. {${MAX_DATA_FIELDS}}`,
    meaning: "The recipient's data field of that number, as the contact list has it.",
    types: OUTGOING,
    involves: 'contact list',
    personal: OUTGOING,
    value: ({ fields }) => fields && jsonField(fields, name),
  });
}

/** The catalogue as documented: one entry for each metric; `{1}` stands for all data fields. */
export const METRICS: readonly Metric[] = [
  define({
    name: 'TYPE',
    plain: true,
    meaning: `Which kind of communication it was: ${COMMUNICATION_TYPES.join(', ')}.`,
    types: ALL,
    value: (view) => view.type,
  }),
  define({
    name: 'ID',
    plain: true,
    meaning: 'The ID of the SMS or call; the same in every report on it.',
    types: ALL,
    kind: 'number',
    value: (view) => view.communicationId,
  }),
  define({
    name: 'CID',
    plain: true,
    meaning: 'The ID of the customer that the callback belongs to.',
    types: ALL,
    kind: 'number',
    shared: true,
    value: (view) => view.customerId,
  }),
  define({
    name: 'RID',
    plain: true,
    meaning: 'The ID of the recipient on the contact list.',
    types: ALL,
    involves: 'contact list',
    kind: 'number',
    value: (view) => view.recipientId,
  }),
  define({
    name: 'PRID',
    plain: true,
    meaning: 'The ID of the project that the SMS or call belongs to.',
    types: ALL,
    involves: 'project',
    kind: 'number',
    value: (view) => view.projectId,
  }),
  define({
    name: 'RECIPIENT',
    plain: true,
    meaning: 'The number that received the SMS or call: digits with country code, without +.',
    types: ALL,
    kind: 'number',
    personal: OUTGOING,
    value: (view) => view.recipient,
  }),
  define({
    name: 'SENDER',
    meaning:
      'The sender or caller ID shown to the recipient; of something incoming, the number it came from.',
    types: ALL,
    personal: INCOMING,
    value: (view) => view.sender,
  }),
  define({
    name: 'STATUS',
    plain: true,
    meaning: 'How the delivery went, or stands so far.',
    types: OUTGOING,
    value: (view) => view.status,
  }),
  define({
    name: 'CONTENT',
    meaning: 'The text of an outgoing SMS; of an incoming one, what follows its prefix and identifier.',
    types: SMS,
    personal: SMS,
    value: (view) => view.content,
  }),
  dataField(1),
  define({
    name: 'CAMPAIGN_NAME',
    meaning: 'The name of the campaign.',
    types: OUTGOING,
    involves: 'campaign',
    value: (view) => view.campaignName,
  }),
  define({
    name: 'CALL_LENGTH',
    plain: true,
    meaning: 'How long the call lasted, in whole seconds; no value unless it was answered.',
    types: ['OUTGOING_CALL'],
    kind: 'number',
    value: (view) => view.callLength,
  }),
  define({
    name: 'KEY_CHOICES',
    plain: true,
    meaning: 'The keys pressed during the call, in order, with commas between; empty when none was pressed.',
    types: ['OUTGOING_CALL'],
    value: (view) => view.keyChoices?.join(',') ?? null,
  }),
  define({
    name: 'SMS_PARTS',
    plain: true,
    meaning: 'How many SMS parts the content takes.',
    types: ['OUTGOING_SMS'],
    kind: 'number',
    value: (view) => view.smsParts,
  }),
  ...moment('SENT', 'When it was sent or, if incoming, received', ALL, (view) => view.sentAt),
  ...moment('DONE', 'When the delivery was reported or the call ended', WITH_END, (view) => view.doneAt),
  define({
    name: 'RECIPIENT_STATUS',
    plain: true,
    meaning: "Whether the number is in use; estimated or confirmed by the operator, by the account's level.",
    types: ['OUTGOING_SMS'],
    value: (view) => view.recipientStatus,
  }),
  define({
    name: 'BULK',
    meaning: 'All of the text of an incoming SMS, prefix and identifier included.',
    types: ['INCOMING_SMS'],
    personal: ['INCOMING_SMS'],
    value: (view) => view.bulk,
  }),
  define({
    name: 'IDENTIFIER',
    meaning: 'The word after the prefix that an incoming SMS was recognised by; empty if none was.',
    types: ['INCOMING_SMS'],
    value: (view) => view.identifier,
  }),
  define({
    name: 'PREFIX',
    meaning: 'The first word that an incoming SMS was recognised by; empty if none was.',
    types: ['INCOMING_SMS'],
    value: (view) => view.prefix,
  }),
];

const BY_NAME = new Map<string, Metric>(
  [...Array.from({ length: MAX_DATA_FIELDS }, (_, index) => dataField(index + 1)), ...METRICS].map(
    (entry) => [entry.name, entry],
  ),
);

/** The metric of that name (without braces, in capitals; `1` to `99` are the data fields), if there is one. */
export function metric(name: string): Metric | undefined {
  return BY_NAME.get(name);
}

const SAMPLE_SENT_AT = Date.UTC(2025, 2, 14, 9, 26, 53);

const SAMPLE_FIELDS = JSON.stringify({
  ...Object.fromEntries(Array.from({ length: MAX_DATA_FIELDS }, (_, i) => [i + 1, `field ${i + 1}`])),
  1: 'Ada',
  2: 'Northwind Energy',
  3: '6f1c2b9e-3a57-4c0d-9e42-7d1f0a8b5c36',
});

/** A fictional event in which every metric available for the type has a value, for previews and documentation. */
export function sampleView(type: CommunicationType): EventView {
  const outgoing = type === 'OUTGOING_SMS' || type === 'OUTGOING_CALL';
  const [person, platform] = ['46701740605', '46701740699'];
  const view: EventView = {
    eventId: 1042,
    type,
    communicationId: 483_920_175_662,
    customerId: 1,
    recipientId: 20_417,
    projectId: 12,
    recipient: outgoing ? person : platform,
    sender: outgoing ? platform : person,
    status: outgoing ? 'DELIVERED' : null,
    content: null,
    fields: outgoing ? SAMPLE_FIELDS : null,
    campaignName: outgoing ? 'Spring reminder' : null,
    callLength: null,
    keyChoices: null,
    smsParts: null,
    sentAt: SAMPLE_SENT_AT,
    doneAt: type === 'INCOMING_SMS' ? null : SAMPLE_SENT_AT + 48_000,
    recipientStatus: null,
    bulk: null,
    identifier: null,
    prefix: null,
  };
  switch (type) {
    case 'OUTGOING_SMS':
      return {
        ...view,
        sender: 'Northwind',
        content: 'Hi Ada, your contract ends soon. Reply YES to renew it.',
        smsParts: 1,
        recipientStatus: 'EXISTS',
      };
    case 'INCOMING_SMS':
      return { ...view, content: 'blue', bulk: 'QUIZ ANSWER blue', identifier: 'ANSWER', prefix: 'QUIZ' };
    case 'OUTGOING_CALL':
      return { ...view, callLength: 48, keyChoices: ['1', '2', '9'] };
    case 'INCOMING_CALL':
      return view;
  }
}
