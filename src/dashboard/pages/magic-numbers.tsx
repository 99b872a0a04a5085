import { Inline } from '../../api/docs/prose.tsx';
import type { Problem } from '../../api/problem.ts';
import type { Form, PageContext } from '../page.ts';
import { Wide } from '../parts/inputs.tsx';
import { Card, Choice, Field } from '../parts/parts.tsx';

export interface MagicNumber {
  number: string;
  numbers: string[];
  outcome: string;
  description: string;
}

/** What a form of a part of a page came to; the page says what was wrong. */
export type PartOutcome = { goTo: string } | { back: true } | { problem: Problem };

/** Of a landline that the regulator keeps for fiction. */
const CALLER = '46846500400';

interface MagicNumbersProps {
  numbers: readonly MagicNumber[];
  customers: readonly { id: number; name: string }[];
}

/** The table of numbers that stand for an outcome, each a click away from being sent to. */
export function MagicNumbers({ numbers, customers }: MagicNumbersProps) {
  return (
    <Card title="Magic numbers" wide>
      <p class="soft">
        Whatever goes to one of these has its outcome, each time. Ten numbers stand for each: the last digit
        is free, so that tests side by side need not share.
      </p>
      <form method="post" action="/rules/send" data-keep id="magic">
        <div class="filters after">
          <Choice
            name="customerId"
            label="Send for"
            options={customers.map(({ id, name }) => ({ value: id, label: `${id} – ${name}` }))}
          />
          <Field name="sender" label="Sender of an SMS" value="Magic" />
          <Field name="content" label="Text" value="Hello from the dashboard" />
        </div>
        <Wide label="Magic numbers">
          <table>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Outcome</th>
                <th scope="col">Send to it</th>
              </tr>
            </thead>
            <tbody>
              {numbers.map(({ number, outcome, description }) => (
                <tr>
                  <td>
                    <code>{number}</code>
                  </td>
                  <td>
                    <strong>{outcome}</strong>{' '}
                    <small>
                      <Inline text={description} />
                    </small>
                  </td>
                  <td class="when">
                    <button
                      type="submit"
                      name="to"
                      value={`OUTGOING_SMS ${number}`}
                      aria-label={`SMS to ${number}, ${outcome}`}
                    >
                      SMS
                    </button>{' '}
                    <button
                      type="submit"
                      name="to"
                      value={`OUTGOING_CALL ${number}`}
                      aria-label={`Call ${number}, ${outcome}`}
                    >
                      Call
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </form>
    </Card>
  );
}

/** Sends an SMS or a call, and leads to it. */
export async function sendTo({ api }: PageContext, form: Form): Promise<PartOutcome> {
  const [type, recipient] = (form.to ?? '').split(' ');
  const told = await api.send<{ id: number }>('POST', '/communications', {
    customerId: Number(form.customerId),
    type,
    recipient,
    ...(type === 'OUTGOING_SMS' ? { sender: form.sender, content: form.content } : { sender: CALLER }),
  });
  return told.ok ? { goTo: `/communications/${told.body.id}` } : { problem: told.problem };
}
