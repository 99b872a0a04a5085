import { describe, expect, it } from 'vitest';
import { METRICS, sampleView } from '../../../src/core/metrics.ts';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { defaultTemplate } from '../../../src/core/template/default-template.ts';
import { COMMUNICATION_TYPES } from '../../../src/core/vocabulary.ts';
import { bodyOf, get, post, refusalsOf, view, warningsOf } from './support.ts';

describe('a callback', () => {
  it('knows what its metrics read of an event, wherever they stand', () => {
    const config = post({
      url: 'https://x.example/{RID}',
      headers: { 'X-Foo': '{SENDER}' },
      template: '["{99}",{ID},{ID},"{FOO}"]',
    });
    expect(compileCallback(config).needs).toEqual(
      new Set(['recipientId', 'sender', 'fields', 'communicationId']),
    );
  });

  it('has no body and no item for GET', () => {
    const compiled = compileCallback(get('https://x.example/{ID}'));
    expect(compiled.item(view())).toBe('');
    expect(compiled.render([view()]).body).toBeNull();
  });

  it('carries one event a request unless batched', () => {
    const [single, batched] = [post(), post({ batch: { maxItems: 50 } })].map(compileCallback);
    expect([single!.maxItems, batched!.maxItems]).toEqual([1, 50]);
    expect(() => single!.render([view(), view()])).toThrow(RangeError);
    expect(() => single!.render([])).toThrow(RangeError);
    expect(() => batched!.render([])).toThrow(RangeError);
  });

  it('is refused with all problems of all its texts', () => {
    const config = post({
      url: 'https://{ID}/',
      headers: { Host: 'x', 'X-Foo': '\n' },
      template: '{STATUS}',
      batch: { maxItems: 0 },
    });
    expect(refusalsOf(config).map((line) => line.split(':')[0])).toEqual([
      'batch.maxItems',
      'url',
      'headers.Host',
      'headers.X-Foo',
      'template',
    ]);
  });

  it('is refused when method, format, template and batch do not go together', () => {
    const given = get('https://x.example/{ID}', { format: 'JSON', template: '{ID}' });
    expect(refusalsOf(given)).toEqual([
      'format: a GET has no body that could have a format',
      'template: a GET has no body to fill',
    ]);
    expect(refusalsOf(post({ format: null }))).toEqual(['format: a POST needs the format of its body']);
    for (const maxItems of [0, -1, 1.5, Number.NaN]) {
      expect(refusalsOf(post({ batch: { maxItems } }))).toEqual([
        'batch.maxItems: this is no number of items',
      ]);
    }
    expect(refusalsOf(post({ batch: { maxItems: 1, element: 'a', envelope: '{BATCH}' } }))).toEqual([
      'batch.element: only XML has it; in JSON a batch is always {"batch":[…]}',
      'batch.envelope: only XML has it; in JSON a batch is always {"batch":[…]}',
    ]);
  });
});

describe('a callback is warned about', () => {
  it('nothing, when all is well', () => {
    expect(warningsOf(post())).toEqual([]);
    expect(warningsOf(get('https://x.example/{ID}?s={STATUS}'))).toEqual([]);
  });

  it('a metric that the selected types never have, in each field, but not when any has it', () => {
    const config = post({
      types: ['OUTGOING_SMS', 'INCOMING_SMS'],
      template: '["{KEY_CHOICES}","{KEY_CHOICES}",{ID},"{STATUS}"]',
      headers: { 'X-Keys': '{KEY_CHOICES}' },
    });
    expect(warningsOf(config)).toEqual([
      'headers.X-Keys: {KEY_CHOICES} never has a value here: only OUTGOING_CALL can have it',
      'template: {KEY_CHOICES} never has a value here: only OUTGOING_CALL can have it',
    ]);
    expect(warningsOf({ ...config, types: [] })).toEqual([]);
    expect(warningsOf({ ...config, types: ['OUTGOING_SMS', 'OUTGOING_CALL'] })).toEqual([]);
  });

  it('personal data in a URL [S], of the types in question', () => {
    const url = 'https://x.example/{ID}?to={RECIPIENT}&from={SENDER}&name={1}';
    expect(warningsOf(get(url))).toEqual([
      'url: {RECIPIENT}, {SENDER}, {1} in a URL is personal data that ends up in access logs; prefer POST',
    ]);
    expect(warningsOf(get(url, { types: ['OUTGOING_SMS'] }))).toEqual([
      'url: {RECIPIENT}, {1} in a URL is personal data that ends up in access logs; prefer POST',
    ]);
    expect(warningsOf(post({ url: 'https://x.example/?to={RECIPIENT}' }))).toEqual([
      'url: {RECIPIENT} in a URL is personal data that ends up in access logs; put it in the body',
    ]);
    expect(warningsOf(post({ template: '[{ID},"{RECIPIENT}"]' }))).toEqual([]);
  });

  it('a missing {ID} [S]', () => {
    const warning =
      'without {ID} the receiver cannot tell which communication is meant, nor spot repetitions';
    expect(warningsOf(post({ template: '{}' }))).toEqual([`template: ${warning}`]);
    expect(warningsOf(get('https://x.example/'))).toEqual([`url: ${warning}`]);
    expect(warningsOf(post({ template: '{}', headers: { 'X-Id': '{ID}' } }))).toEqual([]);
  });

  it('a batch with GET, which is then sent one by one', () => {
    const config = get('https://x.example/{ID}', { batch: { maxItems: 10 } });
    expect(warningsOf(config)).toEqual([
      'batch: a GET cannot be batched: each event gets a request of its own',
    ]);
    expect(compileCallback(config).maxItems).toBe(1);
  });
});

describe('the default template', () => {
  it.each(['JSON', 'XML'] as const)('is good %s for every type, with nothing to warn about', (format) => {
    for (const type of COMMUNICATION_TYPES) {
      for (const types of [[], [type]]) {
        const config = post({ format, template: null, types });
        expect(warningsOf(config)).toEqual([]);
        expect(bodyOf(config, sampleView(type))).toBe(
          bodyOf({ ...config, template: defaultTemplate(format, types) }, sampleView(type)),
        );
      }
    }
  });

  it('tells everything that is generally useful, numbers as numbers and the telephone number as text', () => {
    expect(JSON.parse(bodyOf(post({ template: null })))).toMatchObject({
      id: 483920175662,
      type: 'OUTGOING_SMS',
      status: 'DELIVERED',
      recipient: '46701740605',
      call_length: null,
    });
    const template = defaultTemplate('JSON');
    const left = METRICS.map(({ name }) => name).filter((name) => !template.includes(`{${name}}`));
    expect(left).toEqual(['1', 'SENT_UNIXTIME', 'SENT_DATETIME', 'DONE_UNIXTIME', 'DONE_DATETIME', 'BULK']);
  });

  it('leaves out what the selected types never have', () => {
    expect(defaultTemplate('JSON', ['INCOMING_CALL'])).not.toContain('{STATUS}');
    expect(defaultTemplate('JSON', ['OUTGOING_CALL'])).toContain('"call_length": {CALL_LENGTH}');
    expect(defaultTemplate('XML', ['INCOMING_SMS'])).toContain('<prefix>{PREFIX}</prefix>');
  });
});
