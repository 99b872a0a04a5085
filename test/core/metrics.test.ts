import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../../src/core/event-view.ts';
import { METRICS, metric, sampleView } from '../../src/core/metrics.ts';
import { COMMUNICATION_TYPES, type CommunicationType } from '../../src/core/vocabulary.ts';

/** Every metric and where it is available, as the platform documents it; S: SMS, C: call, o: outgoing, i: incoming. */
const AVAILABLE = `
  TYPE oS iS oC iC
  ID oS iS oC iC
  CID oS iS oC iC
  RID oS iS oC iC
  PRID oS iS oC iC
  RECIPIENT oS iS oC iC
  SENDER oS iS oC iC
  STATUS oS oC
  CONTENT oS iS
  1 oS oC
  CAMPAIGN_NAME oS oC
  CALL_LENGTH oC
  KEY_CHOICES oC
  SMS_PARTS oS
  SENT_UNIXTIME oS iS oC iC
  SENT_DATETIME oS iS oC iC
  SENT_DATEISO oS iS oC iC
  DONE_UNIXTIME oS oC iC
  DONE_DATETIME oS oC iC
  DONE_DATEISO oS oC iC
  RECIPIENT_STATUS oS
  BULK iS
  IDENTIFIER iS
  PREFIX iS`;

const SHORT: Record<string, CommunicationType> = {
  oS: 'OUTGOING_SMS',
  iS: 'INCOMING_SMS',
  oC: 'OUTGOING_CALL',
  iC: 'INCOMING_CALL',
};

const read = (name: string, view: EventView) => metric(name)!.read(view);

/** More than any communication has: a value for everything. */
const everything = (type: CommunicationType): EventView => ({
  ...sampleView('OUTGOING_SMS'),
  ...sampleView('OUTGOING_CALL'),
  content: 'text',
  smsParts: 1,
  recipientStatus: 'EXISTS',
  bulk: 'all',
  identifier: 'word',
  prefix: 'word',
  type,
});

describe('the metric catalogue', () => {
  it('has the documented metrics, each for the documented types of communication', () => {
    const rows = METRICS.map(({ name, types }) =>
      [name, ...Object.keys(SHORT).filter((short) => types.includes(SHORT[short]!))].join(' '),
    );
    expect(rows).toEqual(
      AVAILABLE.trim()
        .split('\n')
        .map((row) => row.trim()),
    );
  });

  it('knows the data fields 1 to 99 and documents them as one', () => {
    const event = sampleView('OUTGOING_SMS');
    for (let field = 1; field <= 99; field++) {
      expect(read(String(field), event)).toBe(JSON.parse(event.fields!)[field]);
    }
    for (const none of ['0', '100', '01', '-1', 'id', '', '__proto__', 'constructor', 'BATCH']) {
      expect(metric(none)).toBeUndefined();
    }
    expect(METRICS.filter(({ label }) => label === '{1} .. {99}')).toHaveLength(1);
    expect(metric('ID')!.label).toBe('{ID}');
  });

  it.each(COMMUNICATION_TYPES)(
    'reads a value of every metric available for the sample %s, and no other',
    (type) => {
      for (const { name, types } of METRICS) {
        const value = read(name, sampleView(type));
        if (types.includes(type)) expect(value, name).toSatisfy((it) => it !== null && it !== '');
        else expect(value, name).toBeNull();
      }
    },
  );

  it.each(COMMUNICATION_TYPES)('reads nothing that %s cannot have, even if the event carries it', (type) => {
    const available = METRICS.filter(({ name }) => read(name, everything(type)) !== null);
    expect(available).toEqual(METRICS.filter(({ types }) => types.includes(type)));
  });

  it('lets only numbers stand bare in JSON', () => {
    expect(METRICS.filter(({ kind }) => kind === 'number').map(({ name }) => name)).toEqual([
      'ID',
      'CID',
      'RID',
      'PRID',
      'RECIPIENT',
      'CALL_LENGTH',
      'SMS_PARTS',
      'SENT_UNIXTIME',
      'DONE_UNIXTIME',
    ]);
  });

  it('reads the same of an event that has only what it says it needs', () => {
    for (const type of COMMUNICATION_TYPES) {
      const whole = sampleView(type);
      for (const entry of METRICS) {
        const values = Object.entries(whole).map(([name, value]) => [
          name,
          entry.needs.has(name) || name === 'type' ? value : null,
        ]);
        expect([entry.name, entry.read(Object.fromEntries(values))]).toEqual([entry.name, entry.read(whole)]);
      }
    }
  });

  it('calls plain only what nothing need be done to in JSON or XML', () => {
    const plain = METRICS.filter((entry) => entry.plain);
    expect(plain.map(({ name }) => name)).toEqual([
      'TYPE',
      'ID',
      'CID',
      'RID',
      'PRID',
      'RECIPIENT',
      'STATUS',
      'CALL_LENGTH',
      'KEY_CHOICES',
      'SMS_PARTS',
      'SENT_UNIXTIME',
      'SENT_DATETIME',
      'SENT_DATEISO',
      'DONE_UNIXTIME',
      'DONE_DATETIME',
      'DONE_DATEISO',
      'RECIPIENT_STATUS',
    ]);
    for (const { read } of plain) {
      for (const type of COMMUNICATION_TYPES) {
        expect(String(read(sampleView(type)) ?? '')).toMatch(/^[\w:, -]*$/);
      }
    }
  });

  it('has one metric that all items of a batch share', () => {
    expect(METRICS.filter(({ shared }) => shared).map(({ name }) => name)).toEqual(['CID']);
  });

  it('says what is personal data, and of which communications', () => {
    const personal = METRICS.filter((entry) => entry.personal.length > 0);
    expect(Object.fromEntries(personal.map((entry) => [entry.name, entry.personal]))).toEqual({
      RECIPIENT: ['OUTGOING_SMS', 'OUTGOING_CALL'],
      SENDER: ['INCOMING_SMS', 'INCOMING_CALL'],
      CONTENT: ['OUTGOING_SMS', 'INCOMING_SMS'],
      1: ['OUTGOING_SMS', 'OUTGOING_CALL'],
      BULK: ['INCOMING_SMS'],
    });
    expect(metric('99')!.personal).toEqual(metric('1')!.personal);
  });
});

describe('the values of metrics', () => {
  it('gives a moment as Unix seconds, as date and time, and as ISO 8601, all in UTC and whole seconds', () => {
    const event = { ...sampleView('OUTGOING_SMS'), sentAt: 1_700_000_000_999, doneAt: 1_700_000_001_000 };
    expect(read('SENT_UNIXTIME', event)).toBe(1_700_000_000);
    expect(read('SENT_DATETIME', event)).toBe('2023-11-14 22:13:20');
    expect(read('SENT_DATEISO', event)).toBe('2023-11-14T22:13:20Z');
    expect(read('DONE_UNIXTIME', event)).toBe(1_700_000_001);
    expect(read('DONE_DATETIME', event)).toBe('2023-11-14 22:13:21');
    expect(read('DONE_DATEISO', event)).toBe('2023-11-14T22:13:21Z');
  });

  it('agrees with the calendar at any moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (sentAt) => {
        const iso = new Date(Math.floor(sentAt / 1000) * 1000).toISOString().replace('.000Z', 'Z');
        expect(read('SENT_DATEISO', { ...sampleView('INCOMING_SMS'), sentAt })).toBe(iso);
      }),
    );
  });

  it('has no end before there is a report', () => {
    const event = { ...sampleView('OUTGOING_SMS'), doneAt: null };
    for (const name of ['DONE_UNIXTIME', 'DONE_DATETIME', 'DONE_DATEISO']) {
      expect(read(name, event)).toBeNull();
    }
  });

  it('gives key choices as CSV in the order pressed: empty when none was, null when there was no call', () => {
    const call = sampleView('OUTGOING_CALL');
    expect(read('KEY_CHOICES', { ...call, keyChoices: ['1', '2', '9'] })).toBe('1,2,9');
    expect(read('KEY_CHOICES', { ...call, keyChoices: [] })).toBe('');
    expect(read('KEY_CHOICES', { ...call, keyChoices: null })).toBeNull();
  });

  it('has no data field without a contact list, nor one that the list lacks', () => {
    const event = sampleView('OUTGOING_CALL');
    expect(read('7', { ...event, fields: null })).toBeNull();
    expect(read('7', { ...event, fields: JSON.stringify({ 6: 'six' }) })).toBeNull();
  });

  it('takes nothing but fictional numbers for its samples', () => {
    for (const type of COMMUNICATION_TYPES) {
      const { recipient, sender } = sampleView(type);
      expect(recipient).toMatch(/^467017406\d\d$/);
      expect(sender).toMatch(type === 'OUTGOING_SMS' ? /^Northwind$/ : /^467017406\d\d$/);
    }
  });
});
