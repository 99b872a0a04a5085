import { Chip, count } from './parts.tsx';
import { statusColour } from './status-colour.ts';

type Counts = Readonly<Record<string, number>>;

/** The most frequent first. */
const sorted = (counts: Counts) => Object.entries(counts).sort(([, a], [, b]) => b - a);

const share = (part: number, whole: number) =>
  whole === 0 ? '' : `${((100 * part) / whole).toFixed(part / whole > 0.1 ? 0 : 1)} %`;

/** What became of some things, as one bar; what is missing to `of` is what has no status yet. */
export function StatusBar({ counts, of }: { counts: Counts; of: number }) {
  const parts = sorted(counts);
  let left = 0;
  const said = parts.map(([status, number]) => `${status} ${number}`).join(', ');
  return (
    <svg
      class="bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={said === '' ? 'No reports yet' : said}
    >
      {parts.map(([status, number]) => {
        const width = (100 * number) / Math.max(1, of);
        left += width;
        return <rect class={statusColour(status)} x={left - width} y="0" width={width} height="10" />;
      })}
    </svg>
  );
}

interface BreakdownProps {
  counts: Counts;
  /** How many there are, with those that have no status yet. */
  of: number;
  /** A page that shows those with a status. */
  href: (status: string) => string;
}

/** The same in numbers, each with a link to what it counts. */
export function Breakdown({ counts, of, href }: BreakdownProps) {
  const parts = sorted(counts);
  const open = of - parts.reduce((sum, [, number]) => sum + number, 0);
  return (
    <>
      <StatusBar counts={counts} of={of} />
      <table class="breakdown">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col" class="number">
              How many
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(([status, number]) => (
            <tr id={`status-${status}`}>
              <td>
                <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                  <rect class={statusColour(status)} width="10" height="10" />
                </svg>{' '}
                <a href={href(status)}>
                  <Chip word={status} />
                </a>
              </td>
              <td class="number">{count(number)}</td>
              <td class="number">{share(number, of)}</td>
            </tr>
          ))}
          {open > 0 && (
            <tr id="status-none">
              <td class="soft">No report yet</td>
              <td class="number">{count(open)}</td>
              <td class="number">{share(open, of)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}
