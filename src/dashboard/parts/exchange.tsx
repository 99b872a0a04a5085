import { Inline } from '../../api/docs/prose.tsx';
import { CALLBACK_FAULTS } from '../../core/faults.ts';
import { curlOf } from './curl.ts';
import { Listing } from './listing.tsx';
import { Card, Chip, Facts, Nothing, Time } from './parts.tsx';
import { pretty } from './pretty.ts';
import { Timing } from './timing.tsx';
import type { Try } from './try.ts';

/** More of a body is not shown: a page is to stay light. */
const SHOWN = 20_000;

interface ExchangeProps {
  /** Its own among those of the page, for IDs. */
  id: string;
  attempt: Try;
  /** Platform ms that the delivery waited before. */
  queuedMs?: number;
  /** The receiver's certificate may be anybody's. */
  insecure: boolean;
  /** Where all of it can be read; null: nowhere. */
  whole: string | null;
}

/** One attempt in full: its result in words, its time, and request and answer side by side. */
export function Exchange({ id, attempt, queuedMs, insecure, whole }: ExchangeProps) {
  const { request, response, tls, timing, faults } = attempt;
  return (
    <>
      <Card title={attempt.ok ? 'It was taken' : 'It failed'} wide>
        <p>
          <span class={`chip ${attempt.ok ? 'good' : 'bad'}`}>{attempt.status ?? 'no answer'}</span>{' '}
          {attempt.error ?? 'The receiver answered with a 2xx.'}
        </p>
        <Struck faults={faults} />
        <Timing timing={timing} connected={attempt.remoteAddress !== null} queuedMs={queuedMs} />
      </Card>
      <Card title="Sent">
        <p class="request-line">
          <strong>{request.method}</strong> <code>{request.url}</code>
        </p>
        <Headers headers={request.headers} />
        <Body text={request.body} whole={whole} none="A GET has no body." />
        <Curl id={id} request={request} insecure={insecure} />
      </Card>
      <Card title="Came back">
        {response === null ? (
          <Nothing>Nothing came back.</Nothing>
        ) : (
          <>
            <p class="request-line">
              Status <strong>{response.status}</strong>
            </p>
            <Headers headers={response.headers} />
            <Body text={response.body} whole={whole} none="The answer has no body." />
            {response.cut && <p class="soft">The answer was longer; the rest was not read.</p>}
          </>
        )}
      </Card>
      <Card title="Connection" wide>
        <Facts
          facts={{
            'At (platform time)': <Time at={attempt.startedAt} />,
            From: attempt.localAddress,
            To: attempt.remoteAddress,
            TLS: tls ? `${tls.version}, ${tls.cipher}` : 'none: plain http, or there was no handshake',
            'Certificate of': tls?.peer,
            'Issued by': tls?.issuer,
            'Valid until': tls && <Time at={tls.validTo} />,
            'SHA-256': tls && <code>{tls.fingerprint256}</code>,
          }}
        />
      </Card>
    </>
  );
}

/** What struck it on purpose. */
export function Struck({ faults }: { faults: Try['faults'] }) {
  if (faults.length === 0) return null;
  return (
    <ul class="plain struck">
      {faults.map((kind) => (
        <li class="warned">
          Struck on purpose by <Chip word={kind} />, which <Inline text={CALLBACK_FAULTS[kind].does} />.
        </li>
      ))}
    </ul>
  );
}

/** Each by its name. */
export function Headers({ headers }: { headers: Readonly<Record<string, string | string[]>> }) {
  const all = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  if (all.length === 0) return null;
  return (
    <dl class="headers">
      {all.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Laid out, as far as it can be. */
export function Body({ text, none, whole }: { text: string | null; none: string; whole: string | null }) {
  if (text === null || text === '') return <Nothing>{none}</Nothing>;
  const cut = text.length > SHOWN;
  const laidOut = cut ? { written: null, text: text.slice(0, SHOWN) } : pretty(text);
  return (
    <>
      <Listing label={laidOut.written ? `Body, ${laidOut.written} laid out` : 'Body'} text={laidOut.text} />
      {cut && (
        <p class="soft">
          The first {SHOWN} of {text.length} characters. {whole && <a href={whole}>All of it</a>}
        </p>
      )}
    </>
  );
}

function Curl({ id, request, insecure }: { id: string; request: Try['request']; insecure: boolean }) {
  if ((request.body?.length ?? 0) > SHOWN) return null;
  return (
    <details>
      <summary>As a curl command</summary>
      <Listing id={`curl-${id}`} label="curl command" text={curlOf(request, insecure)} />
      <button type="button" data-copy={`#curl-${id}`}>
        Copy
      </button>{' '}
      {Object.values(request.headers).some((value) => value.includes('***')) && (
        <small>Put your secrets where *** stands.</small>
      )}
    </details>
  );
}
