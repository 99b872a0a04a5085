import { ACCOUNT_LEVELS } from '../../core/vocabulary.ts';
import { Text, Tick } from '../parts/inputs.tsx';
import { Choice, Field } from '../parts/parts.tsx';
import { Wrong, wrongAt } from '../parts/wrong.tsx';
import { rowsOf } from './customer-form.ts';
import { exactly, type FieldsProps, Lines, Typed, withSpare } from './customer-inputs.tsx';

/** Who it is, and whether what it sends goes out. */
export function AccountFields({
  form,
  problem,
  profiles,
}: FieldsProps & { profiles: readonly string[] | null }) {
  return (
    <>
      <Field name="name" label="Name" value={form.name} required wrong={wrongAt(problem, 'name')} />
      <Choice
        name="accountLevel"
        label="Account level: recipient statuses are"
        options={ACCOUNT_LEVELS.map((level) => ({ value: level, label: LEVELS[level] }))}
        value={form.accountLevel}
        wrong={wrongAt(problem, 'accountLevel')}
      />
      {profiles && (
        <Choice
          name="profile"
          label="Profile: what its outcomes are drawn from"
          none="the platform's"
          options={profiles}
          value={form.profile}
          wrong={wrongAt(problem, 'profile')}
        />
      )}
      <Tick
        name="testMode"
        label="Test mode: nothing goes out, everything reports TEST"
        checked={Boolean(form.testMode)}
      />
      <Tick
        name="whitelistMode"
        label="Whitelist mode: SMS to numbers off the whitelist report NOT_WHITELISTED"
        checked={Boolean(form.whitelistMode)}
      />
    </>
  );
}

const LEVELS = {
  ESTIMATED: 'ESTIMATED: by what can be told from the number',
  CONFIRMED: 'CONFIRMED: by the operator',
} as const;

/** What becomes of what goes out and comes in. */
export function MessageFields({ form, problem }: FieldsProps) {
  return (
    <>
      <fieldset>
        <legend>Spam limit</legend>
        <div class="columns">
          <Typed
            form={form}
            problem={problem}
            name="spamLimit.times"
            label="The same text to a number, times"
          />
          <Typed form={form} problem={problem} name="spamLimit.withinSeconds" label="Within, seconds" />
        </div>
        <p class="soft">What is sent more often is SPAM. Both empty: never.</p>
        <Wrong wrong={exactly(problem, 'spamLimit')} />
      </fieldset>
      <div class="columns">
        <Lines
          form={form}
          problem={problem}
          name="optOutWords"
          label="Words that opt out"
          hint="One on a line; an SMS that begins with one"
        />
        <Lines
          form={form}
          problem={problem}
          name="optInWords"
          label="Words that opt in again"
          hint="One on a line"
        />
      </div>
      <fieldset>
        <legend>Inbound numbers</legend>
        <p class="soft">
          Numbers that recipients write to and call. An SMS to one may begin with a prefix and one of its
          identifiers.
        </p>
        {withSpare(rowsOf(form, 'inboundNumbers')).map(({ number, prefixes }, index) => (
          <div class="columns apart">
            <Field
              name={`inboundNumbers.${index}.number`}
              label={`Number ${index + 1}`}
              value={number}
              hint={number ? 'Empty together with its prefixes: removed' : 'A short code, such as 71120'}
              wrong={wrongAt(problem, `inboundNumbers.${index}.number`)}
            />
            <Text
              name={`inboundNumbers.${index}.prefixes`}
              label={`Prefixes of number ${index + 1}`}
              value={prefixes}
              rows={2}
              hint="A line for each, its identifiers behind it: QUIZ ANSWER HINT"
              wrong={wrongAt(problem, `inboundNumbers.${index}.prefixes`)}
            />
          </div>
        ))}
        <Wrong wrong={exactly(problem, 'inboundNumbers')} />
      </fieldset>
    </>
  );
}
