import type { Child } from 'hono/jsx';
import type { Place } from './phone-world.ts';

interface PlacesProps {
  number: string;
  places: readonly Place[];
}

/** Words that matter, at hand. */
const AT_HAND = ['STOP', 'START', 'YES'];

/** What the phone's owner writes. */
export function ReplyForm({ number, places }: PlacesProps) {
  const to = `/phone/${number}/write`;
  return (
    <form class="write" method="post" action={to} hx-post={to} hx-swap="none" data-keep data-clear id="write">
      <div class="line">
        <label class="unseen" for="write-text">
          Write
        </label>
        <input id="write-text" name="text" autocomplete="off" placeholder="Write back" required />
        <button type="submit" class="strong">
          Send
        </button>
      </div>
      <div class="line">
        {AT_HAND.map((word) => (
          <button type="submit" name="word" value={word} formnovalidate>
            {word}
          </button>
        ))}
        <To places={places}>to</To>
      </div>
    </form>
  );
}

/** A call of the phone's owner. */
export function CallForm({ number, places }: PlacesProps) {
  const to = `/phone/${number}/call`;
  return (
    <details>
      <summary>Call back</summary>
      <form class="row" method="post" action={to} hx-post={to} hx-swap="none" data-keep id="call">
        <label class="field">
          <span>Seconds</span>
          <input name="callLength" type="number" min="0" value="30" />
        </label>
        <To places={places}>To</To>
        <button type="submit">Call</button>
      </form>
    </details>
  );
}

function To({ places, children }: { places: readonly Place[]; children: Child }) {
  return (
    <label class="to">
      <span>{children}</span>
      <select name="to">
        <option value="">whoever wrote last</option>
        {places.map(({ customerId, name, number }) => (
          <option value={`${customerId}/${number}`}>
            {number} ({name})
          </option>
        ))}
      </select>
    </label>
  );
}
