import type { EventView } from '../core/event-view.ts';

/** Names of the values of a view that are wanted; the others are not there. */
export type ViewNeeds = ReadonlySet<string>;

/** Values in the order of the columns that were asked for. */
export type ViewRow = readonly unknown[];

type Name = keyof EventView;

const COLUMNS: Readonly<Record<Name, string>> = {
  eventId: 'e.id',
  type: 'e.type',
  status: 'e.status',
  recipientStatus: 'e.recipient_status',
  callLength: 'e.call_length',
  keyChoices: 'e.key_choices',
  sentAt: 'e.sent_at',
  doneAt: 'e.done_at',
  customerId: 'e.customer_id',
  communicationId: 'e.communication_id',
  recipientId: 'e.recipient_id',
  projectId: 'c.project_id',
  recipient: 'c.recipient',
  sender: 'c.sender',
  content: 'c.content',
  smsParts: 'c.sms_parts',
  campaignName: 'g.name',
  fields: 'r.fields',
  bulk: 'c.bulk',
  identifier: 'c.identifier',
  prefix: 'c.prefix',
};

/** What an entry of the log itself does not hold. */
const isOfCommunication = (name: Name) => COLUMNS[name].startsWith('c.') || name === 'campaignName';

const NAMES = Object.keys(COLUMNS) as Name[];

/** No callback can do without them. */
const ALWAYS: readonly Name[] = ['eventId', 'type'];

/** Where each value stands in a row. */
type Places = Readonly<Record<Name, number>>;

const NOWHERE = Object.fromEntries(NAMES.map((name) => [name, -1])) as Places;

/**
 * How events are read for callbacks, with what they are of. Only what is needed: every column costs, and a join more.
 * @param needs null: everything that a metric may read
 * @param where of the events, which go by `e`
 */
export function viewReader(
  needs: ViewNeeds | null,
  where: string,
): { query: string; view: (row: ViewRow) => EventView } {
  const wanted = (name: Name) => needs === null || needs.has(name);
  const names = NAMES.filter((name) => wanted(name) || ALWAYS.includes(name));
  const places = { ...NOWHERE, ...Object.fromEntries(names.map((name, place) => [name, place])) };
  const query = `
    SELECT ${names.map((name) => COLUMNS[name]).join(', ')}
    FROM events e
    ${names.some(isOfCommunication) ? 'JOIN communications c ON c.seq = e.communication_seq' : ''}
    ${wanted('campaignName') ? 'LEFT JOIN campaigns g ON g.id = c.campaign_id' : ''}
    ${wanted('fields') ? 'LEFT JOIN recipients r ON r.id = e.recipient_id' : ''}
    WHERE ${where} ORDER BY e.id`;
  return { query, view: (row) => new RowView(row, places) };
}

/** A view that reads a row only where it is asked to: most templates want few of its values. */
class RowView implements EventView {
  constructor(
    private readonly row: ViewRow,
    private readonly places: Places,
  ) {}

  get eventId() {
    return this.row[this.places.eventId] as EventView['eventId'];
  }
  get type() {
    return this.row[this.places.type] as EventView['type'];
  }
  get status() {
    return this.row[this.places.status] as EventView['status'];
  }
  get recipientStatus() {
    return this.row[this.places.recipientStatus] as EventView['recipientStatus'];
  }
  get callLength() {
    return this.row[this.places.callLength] as EventView['callLength'];
  }
  get keyChoices() {
    return parsed<EventView['keyChoices']>(this.row[this.places.keyChoices]);
  }
  get sentAt() {
    return this.row[this.places.sentAt] as EventView['sentAt'];
  }
  get doneAt() {
    return this.row[this.places.doneAt] as EventView['doneAt'];
  }
  get customerId() {
    return this.row[this.places.customerId] as EventView['customerId'];
  }
  get communicationId() {
    return this.row[this.places.communicationId] as EventView['communicationId'];
  }
  get recipientId() {
    return this.row[this.places.recipientId] as EventView['recipientId'];
  }
  get projectId() {
    return this.row[this.places.projectId] as EventView['projectId'];
  }
  get recipient() {
    return this.row[this.places.recipient] as EventView['recipient'];
  }
  get sender() {
    return this.row[this.places.sender] as EventView['sender'];
  }
  get content() {
    return this.row[this.places.content] as EventView['content'];
  }
  get smsParts() {
    return this.row[this.places.smsParts] as EventView['smsParts'];
  }
  get campaignName() {
    return this.row[this.places.campaignName] as EventView['campaignName'];
  }
  get fields() {
    return this.row[this.places.fields] as EventView['fields'];
  }
  get bulk() {
    return this.row[this.places.bulk] as EventView['bulk'];
  }
  get identifier() {
    return this.row[this.places.identifier] as EventView['identifier'];
  }
  get prefix() {
    return this.row[this.places.prefix] as EventView['prefix'];
  }
}

function parsed<Value>(json: unknown): Value {
  return JSON.parse((json as string | null) ?? 'null');
}
