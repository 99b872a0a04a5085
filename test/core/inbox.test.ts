import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ANSWER,
  DEFAULT_INBOX,
  type InboxConfig,
  nextAnswer,
  turnedDown,
} from '../../src/core/inbox.ts';

describe('what an inbox answers', () => {
  it('is 200 and nothing, when nobody has told it', () => {
    expect(nextAnswer(DEFAULT_INBOX)).toEqual({
      answer: { status: 200, delayMs: 0, headers: {}, body: '' },
      rest: null,
    });
  });

  it('is what comes next, as often as it is to come, and then what is usual', () => {
    let config: InboxConfig = {
      ...DEFAULT_INBOX,
      answer: { ...DEFAULT_ANSWER, status: 204 },
      next: [
        { ...DEFAULT_ANSWER, status: 503, times: 2 },
        { ...DEFAULT_ANSWER, status: 429, times: 1 },
      ],
    };
    const statuses: number[] = [];
    for (let request = 0; request < 5; request++) {
      const { answer, rest } = nextAnswer(config);
      statuses.push(answer.status);
      config = rest ?? config;
    }
    expect(statuses).toEqual([503, 503, 429, 204, 204]);
    expect(config.next).toEqual([]);
  });
});

describe('a request that is turned down', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const auth = { username: 'Åsa', password: 'a:b 🔑' };
  const without = { authorization: undefined, hasClientCertificate: false };

  it('is none where nothing is demanded', () => {
    expect(turnedDown(DEFAULT_INBOX, without)).toBeNull();
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic !!!',
    'Basic abc',
    basic('Åsa:wrong'),
    basic('åsa:a:b 🔑'),
    basic('Åsa'),
    basic('Åsa:a:b 🔑').replace('Basic', 'Bearer'),
  ])('lacks the credentials that are demanded: %s', (authorization) => {
    expect(turnedDown({ ...DEFAULT_INBOX, auth }, { ...without, authorization })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Basic') },
    });
  });

  it('is not one that has them, in UTF-8', () => {
    for (const scheme of ['Basic', 'basic'])
      expect(
        turnedDown(
          { ...DEFAULT_INBOX, auth },
          { ...without, authorization: basic('Åsa:a:b 🔑').replace('Basic', scheme) },
        ),
      ).toBeNull();
  });

  it('lacks the client certificate that is demanded', () => {
    const config = { ...DEFAULT_INBOX, auth, requireClientCertificate: true };
    expect(turnedDown(config, without)).toMatchObject({ status: 403 });
    expect(turnedDown(config, { ...without, hasClientCertificate: true })).toMatchObject({ status: 401 });
  });
});
