/** One kind of thing, in how many there were in each span. */
export interface Series {
  name: string;
  /** Of the style sheet: `c-good`, `c-bad`, … */
  colour: string;
  values: readonly number[];
}

const WIDTH = 600;
const HEIGHT = 120;

interface BarsProps {
  /** What it shows, for whoever does not see it. */
  label: string;
  series: readonly Series[];
  from: string;
  to: string;
}

/** Stacked bars, one for each span of time, with a legend that tells the sums. */
export function Bars({ label, series, from, to }: BarsProps) {
  const spans = Math.max(0, ...series.map(({ values }) => values.length));
  const totals = Array.from({ length: spans }, (_, span) =>
    series.reduce((sum, one) => sum + one.values[span]!, 0),
  );
  const most = Math.max(1, ...totals);
  const width = WIDTH / Math.max(1, spans);
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
        {totals.map((_, span) => {
          let top = HEIGHT;
          return series.map(({ colour, values }) => {
            const height = (values[span]! / most) * (HEIGHT - 4);
            top -= height;
            return height > 0 ? (
              <rect
                class={colour}
                x={span * width + 0.5}
                y={top}
                width={Math.max(1, width - 1)}
                height={height}
              />
            ) : null;
          });
        })}
      </svg>
      <figcaption>
        <span class="soft">
          {from} – {to}, at most {most} in a span
        </span>
        <ul class="legend">
          {series.map(({ name, colour, values }) => (
            <li>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect class={colour} width="10" height="10" />
              </svg>
              {name} {values.reduce((sum, value) => sum + value, 0)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
