import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import { Tick } from '../parts/inputs.tsx';
import { Choice, Field } from '../parts/parts.tsx';
import { Wrong, wrongAt } from '../parts/wrong.tsx';
import { rowsOf } from './customer-form.ts';
import { exactly, type FieldsProps, Lines, Typed, withSpare } from './customer-inputs.tsx';

/** Who may call the real API, and how often. */
export function RealApiFields({ form, problem }: FieldsProps) {
  return (
    <>
      <fieldset>
        <legend>Calls are taken</legend>
        <Tick
          type="radio"
          name="from"
          value="anywhere"
          label="From any address"
          checked={form.from !== 'these'}
        />
        <Tick
          type="radio"
          name="from"
          value="these"
          label="From these only:"
          checked={form.from === 'these'}
        />
        <Lines
          form={form}
          problem={problem}
          name="allowedAddresses"
          label="Allowed addresses"
          hint="An IP address, or a range such as 10.0.0.0/8, on each line"
        />
      </fieldset>
      <fieldset>
        <legend>Rate limits</legend>
        <p class="soft">Calls beyond one are answered 429. Seconds are of platform time.</p>
        {withSpare(rowsOf(form, 'rateLimits')).map(({ endpoint, calls, perSeconds }, index) => (
          <div class="columns close apart">
            <Choice
              name={`rateLimits.${index}.endpoint`}
              label={`Limit ${index + 1}: calls of`}
              none="every endpoint by itself"
              options={ENDPOINT_NAMES}
              value={endpoint}
              wrong={wrongAt(problem, `rateLimits.${index}.endpoint`)}
            />
            <Field
              name={`rateLimits.${index}.calls`}
              label={`Limit ${index + 1}: at most`}
              type="number"
              value={calls}
              wrong={wrongAt(problem, `rateLimits.${index}.calls`)}
            />
            <Field
              name={`rateLimits.${index}.perSeconds`}
              label={`Limit ${index + 1}: in any seconds`}
              type="number"
              value={perSeconds}
              wrong={wrongAt(problem, `rateLimits.${index}.perSeconds`)}
            />
          </div>
        ))}
        <p class="soft">One without endpoint and numbers is removed.</p>
        <Wrong wrong={exactly(problem, 'rateLimits')} />
      </fieldset>
      <fieldset>
        <legend>PIN codes of SendPinCode</legend>
        <div class="columns close">
          <Typed form={form} problem={problem} name="pinCodes.digits" label="Digits" />
          <Typed form={form} problem={problem} name="pinCodes.validSeconds" label="Valid for, seconds" />
          <Typed form={form} problem={problem} name="pinCodes.tries" label="Wrong guesses it stands" />
        </div>
      </fieldset>
      <Tick
        name="uniqueMessageIds"
        label="Unique message IDs: the same clientMessageId again sends nothing and gets the first answer"
        checked={Boolean(form.uniqueMessageIds)}
      />
    </>
  );
}

interface ContactApiProps extends FieldsProps {
  /** To choose among. */
  projects: readonly { id: number; name: string; type: string }[];
}

/** What its contacts are put on, and what stops that. */
export function ContactApiFields({ form, problem, projects }: ContactApiProps) {
  return (
    <>
      <fieldset>
        <legend>Campaigns</legend>
        <p class="soft">Whoever is put on a campaign of the contact API gets what its project sends.</p>
        {withSpare(rowsOf(form, 'contactCampaigns')).map(({ campaign, projectId = '' }, index) => (
          <div class="columns apart">
            <Field
              name={`contactCampaigns.${index}.campaign`}
              label={`Campaign ${index + 1}`}
              value={campaign}
              hint={campaign ? 'Empty and without a project: removed' : 'Its identifier, as clients send it'}
              wrong={wrongAt(problem, `contactCampaigns.${index}.campaign`)}
            />
            <Choice
              name={`contactCampaigns.${index}.projectId`}
              label={`Project of campaign ${index + 1}`}
              none="none"
              options={projectOptions(projects, projectId)}
              value={projectId}
              wrong={wrongAt(problem, `contactCampaigns.${index}.projectId`)}
            />
          </div>
        ))}
        <Wrong wrong={exactly(problem, 'contactCampaigns')} />
      </fieldset>
      <div class="columns">
        <Lines
          form={form}
          problem={problem}
          name="stopEvents"
          label="Events that stop what is still to come"
          hint="One on a line; capitals matter"
        />
        <Typed form={form} problem={problem} name="maxBulkItems" label="Most items of a bulk" />
      </div>
    </>
  );
}

/** The one that is set is among them, whatever has become of it. */
function projectOptions(projects: ContactApiProps['projects'], chosen: string) {
  const options = projects.map(({ id, name, type }) => ({
    value: String(id),
    label: `${name} (${id}, ${type})`,
  }));
  const isThere = chosen === '' || options.some(({ value }) => value === chosen);
  return isThere ? options : [...options, { value: chosen, label: `project ${chosen}` }];
}
