import type { Try } from './try.ts';

const WIDTH = 600;
const HEIGHT = 16;
/** Of the part that waited: its time is the platform's and has another scale. */
const QUEUED_WIDTH = 60;

interface TimingProps {
  timing: Try['timing'];
  /** There was a connection. */
  connected: boolean;
  /** Platform ms; none of a sample. */
  queuedMs?: number | undefined;
}

/** Where the time went, as a bar with a legend. */
export function Timing({ timing: { connectMs, firstByteMs, totalMs }, connected, queuedMs }: TimingProps) {
  const rest = Math.max(0, totalMs - (connectMs ?? 0) - (firstByteMs ?? 0));
  const parts = [
    connectMs !== null && { colour: 'c-3', name: 'connect', ms: connectMs },
    firstByteMs !== null && { colour: 'c-1', name: 'first byte', ms: firstByteMs },
    { colour: connected ? 'c-4' : 'c-3', name: connected ? 'the rest' : 'trying to connect', ms: rest },
  ].filter((part) => part !== false);
  const queued = queuedMs !== undefined && queuedMs > 0 ? QUEUED_WIDTH : 0;
  const scale = (WIDTH - queued) / Math.max(0.001, totalMs);
  let left = queued;
  const label = `${queuedMs === undefined ? '' : `queued ${duration(queuedMs)}, `}${parts
    .map(({ name, ms }) => `${name} ${duration(ms)}`)
    .join(', ')}, ${duration(totalMs)} in all`;
  return (
    <figure class="timing">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {queued > 0 && <rect class="c-6" width={queued - 2} height={HEIGHT} />}
        {parts.map(({ colour, ms }) => {
          const width = ms * scale;
          left += width;
          return <rect class={colour} x={left - width} width={Math.max(0, width)} height={HEIGHT} />;
        })}
      </svg>
      <figcaption>
        <ul class="legend">
          {queuedMs !== undefined && (
            <Entry colour="c-6" text={`queued ${duration(queuedMs)} (platform time)`} />
          )}
          {parts.map(({ colour, name, ms }) => (
            <Entry colour={colour} text={`${name} ${duration(ms)}`} />
          ))}
          {connected && connectMs === null && <li>on a connection kept from before</li>}
          <li>
            <strong>{duration(totalMs)}</strong> in all
          </li>
        </ul>
      </figcaption>
    </figure>
  );
}

function Entry({ colour, text }: { colour: string; text: string }) {
  return (
    <li>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <rect class={colour} width="10" height="10" />
      </svg>
      {text}
    </li>
  );
}

/** ms in the unit that suits it: `0.4 ms`, `12 ms`, `3.2 s`, `5 min`. */
export function duration(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
