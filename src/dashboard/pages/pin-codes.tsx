import { query } from '../api.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { customersOf, type List } from '../parts/entities.ts';
import { AnyCustomer, CustomerLink, Wide } from '../parts/inputs.tsx';
import { Chip, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { RealApiTabs } from '../parts/real-api-tabs.tsx';
import { wrongAt } from '../parts/wrong.tsx';

const LENGTH = 200;

interface PinCode {
  id: number;
  customerId: number;
  recipient: string;
  ipAddress: string;
  state: string;
  triesLeft: number;
  communicationId: number;
  createdAt: string;
  expiresAt: string;
  verifiedAt: string | null;
}

/** PIN codes that were sent. The codes themselves stand in their SMS alone. */
export const pinCodesPages: Pages = { get: { '/pin-codes': pinCodes } };

async function pinCodes({ api, asked, url }: PageContext): Promise<Page> {
  const [customerId, recipient, after] = [asked('customerId'), asked('recipient'), asked('after')];
  const [customers, told] = await Promise.all([
    customersOf(api),
    api.send<List<PinCode>>('GET', `/pin-codes${query({ customerId, recipient, after, limit: LENGTH })}`),
  ]);
  const problem = told.ok ? null : told.problem;
  const { items, next } = told.ok ? told.body : { items: [], next: null };
  const isFiltered = customerId !== '' || recipient !== '';
  return {
    title: 'PIN codes',
    body: (
      <>
        <RealApiTabs current="/pin-codes" />
        <Refused problem={problem} />
        <form class="filters" method="get" action="/pin-codes" data-keep id="filter">
          <Field
            name="recipient"
            label="Recipient"
            type="search"
            value={recipient}
            wrong={wrongAt(problem, 'recipient')}
          />
          {customers.length > 1 && (
            <AnyCustomer customers={customers} value={customerId} wrong={wrongAt(problem, 'customerId')} />
          )}
          <button type="submit">Find</button>
          {isFiltered && <a href="/pin-codes">All PIN codes</a>}
        </form>
        {items.length > 0 && <Table pinCodes={items.toReversed()} />}
        {items.length === 0 && !problem && (
          <Nothing>
            {isFiltered
              ? 'None that fits.'
              : 'None yet. A client sends one with SendPinCode; the code itself stands in the SMS.'}
          </Nothing>
        )}
        {next !== null && <p class="soft">These are the oldest {LENGTH}; the next ones are newer.</p>}
        <Older url={url} next={next} />
      </>
    ),
  };
}

/** The newest first. */
function Table({ pinCodes: all }: { pinCodes: readonly PinCode[] }) {
  return (
    <Wide label="PIN codes">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">Sent</th>
            <th scope="col">Recipient</th>
            <th scope="col">The code</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Guesses left
            </th>
            <th scope="col">Expires, or verified</th>
            <th scope="col">Asked from</th>
            <th scope="col">Of</th>
          </tr>
        </thead>
        <tbody>
          {all.map((pinCode) => (
            <tr id={`pin-code-${pinCode.id}`}>
              <td>
                <Time at={pinCode.createdAt} />
              </td>
              <td class="whole">
                <a href={`/phone/${encodeURIComponent(pinCode.recipient)}`}>{pinCode.recipient}</a>
              </td>
              <td>
                <a href={`/communications/${pinCode.communicationId}`}>in its SMS</a>
              </td>
              <td>
                <Chip word={pinCode.state} />
              </td>
              <td class="number">{pinCode.triesLeft}</td>
              <td>
                <Time at={pinCode.verifiedAt ?? pinCode.expiresAt} />
              </td>
              <td>{pinCode.ipAddress}</td>
              <td>
                <CustomerLink id={pinCode.customerId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
