import type { z } from '@hono/zod-openapi';
import type { communicationSchema } from '../../api/control/communications.ts';
import { Action, shortTime } from './parts.tsx';

export type Message = z.output<typeof communicationSchema>;

/**
 * What happened on a phone: bubbles and calls, the newest at the bottom.
 * @param messages in order of time
 */
export function Thread({ number, messages }: { number: string; messages: readonly Message[] }) {
  return (
    <div role="log" aria-label="Messages and calls">
      <ol class="thread">
        {messages.map((message) => (
          <li id={`message-${message.id}`} class={sideOf(message)}>
            {message.type.endsWith('SMS') ? (
              <Bubble number={number} message={message} />
            ) : (
              <Call number={number} message={message} />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function sideOf({ type, status, state }: Message): string {
  if (type.endsWith('CALL')) return 'call';
  if (type === 'INCOMING_SMS') return 'own';
  return state === 'DONE' && status !== 'DELIVERED' ? 'theirs missed' : 'theirs';
}

function Bubble({ number, message }: { number: string; message: Message }) {
  const { type, sender, recipient, content, bulk, held, id } = message;
  const isOwn = type === 'INCOMING_SMS';
  return (
    <>
      <span class="who">{isOwn ? `to ${recipient}` : sender}</span>
      <p class="bubble">{isOwn ? bulk : content}</p>
      <Foot message={message} />
      {held && (
        <div class="row">
          <Action to={`/phone/${number}/decide`} label="Receive it" values={{ id, status: 'DELIVERED' }} />
          <Action to={`/phone/${number}/decide`} label="Do not" values={{ id, status: 'NOT_DELIVERED' }} />
        </div>
      )}
    </>
  );
}

function Call({ number, message }: { number: string; message: Message }) {
  const { type, sender, recipient } = message;
  return (
    <>
      <span class="who">
        <span aria-hidden="true">☎ </span>
        {type === 'INCOMING_CALL' ? `You called ${recipient}` : `${sender} called ${number}`}
      </span>
      <Foot message={message} />
    </>
  );
}

/** When, and what became of it. */
function Foot({ message }: { message: Message }) {
  const { ticks, words } = cameOf(message);
  return (
    <span class="foot">
      <Moment at={message.sentAt ?? message.nextAt ?? message.acceptedAt} />{' '}
      <a href={`/communications/${message.id}`}>
        {ticks && (
          <span class="ticks" aria-hidden="true">
            {ticks}{' '}
          </span>
        )}
        {words}
      </a>
    </span>
  );
}

/** To the minute; the rest for whoever points at it. */
export function Moment({ at }: { at: string }) {
  return (
    <time datetime={at} title={at}>
      {shortTime(at).slice(0, 16)}
    </time>
  );
}

function cameOf({ type, state, status, held, callLength, keyChoices }: Message) {
  const spoken = `${callLength ?? 0} s${keyChoices?.length ? `, keys ${keyChoices.join(' ')}` : ''}`;
  if (type === 'INCOMING_SMS') return { ticks: '✓', words: 'written' };
  if (type === 'INCOMING_CALL') return { ticks: '', words: spoken };
  if (state === 'QUEUED') return { ticks: '…', words: 'to be sent' };
  if (type === 'OUTGOING_CALL') {
    if (held) return { ticks: '', words: 'rings' };
    if (status === 'DELIVERED') return { ticks: '✓', words: `answered, ${spoken}` };
    if (status === 'NEXTATTEMPT') return { ticks: '✗', words: 'not answered, tried again later' };
    return { ticks: status && '✗', words: status === null ? 'rings' : `not answered: ${status}` };
  }
  if (held) return { ticks: '✓', words: 'waits for you' };
  if (status === 'DELIVERED') return { ticks: '✓✓', words: 'delivered' };
  return { ticks: status ? '✗' : '✓', words: status ? `did not arrive: ${status}` : 'sent' };
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/**
 * A call that rings until somebody decides. With scripts it is answered first, and the time taken; without them what
 * was done is filled in.
 */
export function Ringing({ number, call }: { number: string; call: Message }) {
  const { id, sender } = call;
  return (
    <form
      class="ringing"
      method="post"
      action={`/phone/${number}/decide`}
      hx-post={`/phone/${number}/decide`}
      hx-swap="none"
      id={`ringing-${id}`}
      data-keep
      aria-label={`Call from ${sender}`}
    >
      <input type="hidden" name="id" value={String(id)} />
      <p class="caller">
        <span class="unanswered">
          <span aria-hidden="true">☎ </span>
          {sender} calls
        </span>
        <span class="talking">
          Talking with {sender}, <output>0 s</output>
        </span>
      </p>
      <div class="row unanswered">
        <button type="button" class="strong scripts-only" data-answer>
          Answer
        </button>
        <button type="submit" class="danger" name="status" value="NOTREACHED">
          Do not answer
        </button>
      </div>
      <div class="talking">
        <label class="field">
          <span>Keys</span>
          <input name="keys" inputmode="tel" autocomplete="off" pattern="[0-9*#]*" title="0 to 9, * and #" />
        </label>
        <fieldset class="keypad scripts-only">
          <legend class="unseen">Keypad</legend>
          {KEYS.map((key) => (
            <button type="button" data-key={key} aria-label={KEY_NAMES[key] ?? key}>
              {key}
            </button>
          ))}
        </fieldset>
        <label class="field scripts-none">
          <span>Seconds</span>
          <input name="callLength" type="number" min="0" value="30" />
        </label>
        <p class="row">
          <button type="submit" class="danger" name="status" value="DELIVERED">
            Hang up
          </button>
        </p>
      </div>
    </form>
  );
}

const KEY_NAMES: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' };
