import type { Form } from '../page.ts';
import { numeric } from './entities.ts';
import { Action, Choice, Field } from './parts.tsx';

/** An outcome that has a name. */
export interface MagicNumber {
  outcome: string;
  description: string;
}

const SECOND_MS = 1000;

/** All outcomes that have a name, each with what it means. */
export function OutcomeChoice({
  names,
  value,
  none,
}: {
  names: readonly MagicNumber[];
  value?: string | undefined;
  none?: string;
}) {
  const options = names.map(({ outcome, description }) => ({
    value: outcome,
    label: `${outcome}: ${description}`,
  }));
  return (
    <Choice
      name="named"
      label="Outcome"
      options={options}
      value={value}
      {...(none !== undefined && { none })}
    />
  );
}

/** Has a person decide what becomes of a communication from now on. */
export function Decide({ id, names }: { id: number; names: readonly MagicNumber[] }) {
  return (
    <form method="post" action={`/communications/${id}`} class="form" id="decide" data-keep>
      <OutcomeChoice names={names} value="DELIVERED" />
      <p>
        <button type="submit">Decide</button>{' '}
        <small>Times count from now, in platform time; what has been reported stays reported.</small>
      </p>
    </form>
  );
}

/** The same of a call: it is answered, and these keys are pressed, or it is not. */
export function CallDecision({ id, held }: { id: number; held: boolean }) {
  return (
    <div class="decide">
      <form method="post" action={`/communications/${id}`} class="row" id="answer-call" data-keep>
        <input type="hidden" name="status" value="DELIVERED" />
        <Field name="callLength" label="Seconds" type="number" value={30} />
        <Field name="keyChoices" label="Keys pressed: 0 to 9, * and #" value="1" />
        <button type="submit" class="strong">
          {held ? 'Answer it' : 'It is answered'}
        </button>
      </form>
      <div class="row">
        <Action to={`/communications/${id}`} label="Nobody answers" values={{ status: 'NOTREACHED' }} />
      </div>
    </div>
  );
}

/** What was decided, as the API takes it. */
export function decisionOf({ named, status, callLength, keyChoices = '' }: Form) {
  if (named) return { named };
  if (status !== 'DELIVERED') return { status };
  const seconds = numeric(callLength);
  return {
    status,
    callLength: seconds,
    keyChoices: keyChoices.match(/[^\s,;]/gu) ?? [],
    // Its report comes when it ends.
    ...(typeof seconds === 'number' && { afterMs: seconds * SECOND_MS }),
  };
}
