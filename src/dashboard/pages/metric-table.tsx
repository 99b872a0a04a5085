import { METRICS } from '../../core/metrics.ts';
import { COMMUNICATION_TYPES } from '../../core/vocabulary.ts';
import { Wide } from '../parts/inputs.tsx';

/** The catalogue, to read and for the script that completes metrics. */
export function MetricTable() {
  return (
    <details class="card" id="metrics">
      <summary>All metrics</summary>
      <Wide label="Metrics">
        <table>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Meaning</th>
              <th scope="col">Of</th>
            </tr>
          </thead>
          <tbody>
            {METRICS.map(({ name, label, meaning, types, involves }) => (
              <tr data-metric={name}>
                <td>
                  <code>{label}</code>
                </td>
                <td>{meaning}</td>
                <td>
                  {types.length === COMMUNICATION_TYPES.length ? 'all' : types.join(', ')}
                  {involves && `, with a ${involves}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}
