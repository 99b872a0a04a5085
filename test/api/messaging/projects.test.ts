import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mobile } from '../../support/api.ts';
import { type Client, type Messaging, startMessaging } from './support.ts';

let messaging: Messaging;
let client: Client;
beforeAll(async () => {
  messaging = await startMessaging();
});
beforeEach(async () => {
  client = await messaging.client();
});
afterAll(() => messaging.api.platform.close());

const reminder = { name: 'Reminder', sender: 'Acme', message: 'Hi {1}, at {2}' };
const createSms = async () => (await client.call('CreateSMSProject', reminder)).Result;
const communication = (id: unknown) => messaging.api.read(`/communications/${id}`);
const sentCount = async () => (await messaging.communications(`customerId=${client.customerId}`)).length;

describe('an SMS project', () => {
  it('is created, and its ID answered', async () => {
    const id = await createSms();
    expect(id).toMatch(/^\d+$/);
    expect(await messaging.api.read(`/projects/${id}`)).toMatchObject({
      customerId: client.customerId,
      type: 'SMS',
      name: 'Reminder',
      sender: 'Acme',
      template: 'Hi {1}, at {2}',
    });
  });

  it.each<[string, object]>([
    ['ERROR_NAME', { name: '' }],
    ['ERROR_NAME', { name: 'x'.repeat(201) }],
    ['ERROR_SENDER', { sender: undefined }],
    ['ERROR_SENDER', { sender: 'Twelve chars' }],
    ['ERROR_CONTENT', { message: null }],
  ])('is not created, with %s, for %j', async (code, more) => {
    expect((await client.call('CreateSMSProject', { ...reminder, ...more })).Result).toBe(code);
  });

  it('is shown and changed', async () => {
    const ProjectId = await createSms();
    const info = () => client.call('GetSMSProjectInfo', { ProjectId });
    const shown = { Result: 'OK', ProjectId: Number(ProjectId), ...reminder };
    expect(await info()).toEqual(shown);
    expect(await client.call('UpdateSMSProject', { ProjectId, message: 'Hello {1}' })).toEqual({
      Result: 'OK',
    });
    expect(await info()).toEqual({ ...shown, message: 'Hello {1}' });
    const all = { name: 'Other', sender: '46846500400', message: 'Hej' };
    await client.call('UpdateSMSProject', { ProjectId: Number(ProjectId), ...all });
    expect(await info()).toEqual({ ...shown, ...all });
  });

  it.each([
    ['ERROR_SENDER', { sender: 'Twelve chars', message: 'x' }],
    ['ERROR_CONTENT', { name: 'x', message: '' }],
    ['ERROR_NAME', { name: '' }],
  ])('stays as it is, with %s, for %j', async (code, more) => {
    const ProjectId = await createSms();
    expect((await client.call('UpdateSMSProject', { ProjectId, ...more })).Result).toBe(code);
    expect(await client.call('GetSMSProjectInfo', { ProjectId })).toMatchObject(reminder);
  });

  it('is found by its customer only, and is no other kind of project', async () => {
    const mine = await createSms();
    const voice = await client.project('VOICE', 'Hello');
    const other = await messaging.client();
    for (const [by, ProjectId] of [
      [other, mine],
      [client, voice],
      [client, 999_999],
      [client, undefined],
    ] as const) {
      for (const endpoint of [
        'GetSMSProjectInfo',
        'UpdateSMSProject',
        'AddSMSRecipient',
        'AddSMSRecipients',
      ]) {
        const body = { ProjectId, recipient: mobile(1), recipients: [] };
        expect((await by.call(endpoint, body)).Result).toBe('ERROR_PROJECT_NOT_FOUND');
      }
    }
  });
});

describe('AddSMSRecipient', () => {
  it('sends the SMS of the project and answers its ID', async () => {
    const ProjectId = await createSms();
    const { Result } = await client.call('AddSMSRecipient', {
      ProjectId,
      recipient: mobile(1),
      placeholders: ['Ada', '10:00'],
    });
    expect(await communication(Result)).toMatchObject({
      projectId: Number(ProjectId),
      recipient: mobile(1),
      sender: 'Acme',
      content: 'Hi Ada, at 10:00',
    });
    expect((await client.call('GetMessageStatus', { MessageId: Result })).Result).toBe('SENT');
  });

  it('sends it at nextAttempt', async () => {
    const now = Date.parse((await messaging.api.read<{ now: string }>('/clock')).now);
    const nextAttempt = new Date(now + 60_000).toISOString();
    const { Result: MessageId } = await client.call('AddSMSRecipient', {
      ProjectId: await createSms(),
      recipient: mobile(1),
      placeholders: ['Ada', 'noon'],
      nextAttempt,
    });
    expect((await client.call('GetMessageStatus', { MessageId })).Result).toBe('INQUEUE');
    await messaging.advance('PT1M');
    expect(await communication(MessageId)).toMatchObject({ sentAt: nextAttempt });
  });

  it.each<[string, object]>([
    ['ERROR_RECIPIENT', { recipient: 'Ada' }],
    ['ERROR_CONTENT', { placeholders: ['Ada'] }],
    ['ERROR_CONTENT', { placeholders: ['Ada', ''] }],
    ['ERROR_CONTENT', { placeholders: undefined }],
    ['ERROR_CONTENT', { placeholders: 'Ada' }],
    ['ERROR_DATETIME', { nextAttempt: 'soon' }],
  ])('answers %s and sends nothing for %j', async (code, more) => {
    const body = {
      ProjectId: await createSms(),
      recipient: mobile(1),
      placeholders: ['Ada', 'noon'],
      ...more,
    };
    expect((await client.call('AddSMSRecipient', body)).Result).toBe(code);
    expect(await sentCount()).toBe(0);
  });
});

describe('AddSMSRecipients', () => {
  it('sends to each that is right, and answers for each in turn', async () => {
    const { Result, Results } = await client.call('AddSMSRecipients', {
      ProjectId: await createSms(),
      recipients: [
        { recipient: mobile(1), placeholders: ['Ada', '10:00'] },
        { recipient: 'nobody', placeholders: ['Bo', '11:00'] },
        null,
        { recipient: mobile(2), placeholders: ['Cy', '12:00'] },
      ],
    });
    expect(Result).toBe('OK');
    const [ada, bo, none, cy] = Results as string[];
    expect([bo, none]).toEqual(['ERROR_RECIPIENT', 'ERROR_RECIPIENT']);
    expect(await communication(ada)).toMatchObject({ content: 'Hi Ada, at 10:00' });
    expect(await communication(cy)).toMatchObject({ content: 'Hi Cy, at 12:00' });
    expect(await sentCount()).toBe(2);
  });

  it('wants an array', async () => {
    const ProjectId = await createSms();
    expect((await client.call('AddSMSRecipients', { ProjectId })).Result).toBe('ERROR_RECIPIENT');
  });
});

describe('AddCallListRecipient', () => {
  const call = async (ProjectId: unknown, more: object = {}) =>
    (await client.call('AddCallListRecipient', { ProjectId, recipient: mobile(1), ...more })).Result;
  const voiceStatus = (MessageId: unknown) => client.call('GetVoiceStatus', { MessageId });

  it('calls, and GetVoiceStatus follows it', async () => {
    const project = await client.project('VOICE', 'Hello {1}');
    await messaging.api.create('/outcome-rules', {
      match: { projectId: project },
      outcome: {
        reports: [
          { afterMs: 30_000, status: 'NEXTATTEMPT' },
          { afterMs: 90_000, status: 'DELIVERED', callLength: 42, keyChoices: ['1', '2'] },
        ],
      },
    });
    const now = Date.parse((await messaging.api.read<{ now: string }>('/clock')).now);
    const id = await call(project, {
      nextAttempt: new Date(now + 60_000).toISOString(),
      placeholders: ['Ada'],
    });
    expect(await communication(id)).toMatchObject({ type: 'OUTGOING_CALL', sender: '46846500400' });
    expect(await voiceStatus(id)).toEqual({ Result: 'INQUEUE' });
    await messaging.advance('PT60S');
    expect(await voiceStatus(id)).toEqual({ Result: 'SENT' });
    await messaging.advance('PT30S');
    expect(await voiceStatus(id)).toEqual({ Result: 'NEXTATTEMPT' });
    await messaging.advance('PT60S');
    expect(await voiceStatus(id)).toEqual({ Result: 'DELIVERED', CallLength: 42, KeyChoices: '1,2' });
  });

  it('answers error codes', async () => {
    const project = await client.project('VOICE', 'Hello');
    expect(await call(await createSms())).toBe('ERROR_PROJECT_NOT_FOUND');
    expect(await call(project, { recipient: '' })).toBe('ERROR_RECIPIENT');
    expect(await call(project, { nextAttempt: '2026-13-01' })).toBe('ERROR_DATETIME');
    expect(await sentCount()).toBe(0);
    expect((await voiceStatus('1')).Result).toBe('ERROR_MESSAGE_NOT_FOUND');
  });
});
