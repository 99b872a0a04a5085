import { query } from '../api.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { customersOf, type List } from '../parts/entities.ts';
import { AnyCustomer, CustomerLink, Wide } from '../parts/inputs.tsx';
import { Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { RealApiTabs } from '../parts/real-api-tabs.tsx';

const LENGTH = 50;
const MOST_CHARACTERS = 80;

/** A contact as the API lists it. */
export interface Contact {
  id: number;
  customerId: number;
  contactId: string;
  personal: Record<string, unknown> | null;
  general: Record<string, unknown>;
  schema: number | null;
  stoppedBy: string | null;
  stoppedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Contacts that clients of the contact API have created. */
export const contactsPages: Pages = { get: { '/contacts': contacts } };

async function contacts({ api, asked, url }: PageContext): Promise<Page> {
  const [customerId, contactId, after] = [asked('customerId'), asked('contactId'), asked('after')];
  const [customers, told] = await Promise.all([
    customersOf(api),
    api.send<List<Contact>>('GET', `/contacts${query({ customerId, contactId, after, limit: LENGTH })}`),
  ]);
  const { items, next } = told.ok ? told.body : { items: [], next: null };
  const isFiltered = customerId !== '' || contactId !== '';
  return {
    title: 'Contacts',
    body: (
      <>
        <RealApiTabs current="/contacts" />
        <Refused problem={told.ok ? null : told.problem} />
        <form class="filters" method="get" action="/contacts" data-keep id="filter">
          <Field name="contactId" label="Contact ID" type="search" value={contactId} />
          {customers.length > 1 && <AnyCustomer customers={customers} value={customerId} />}
          <button type="submit">Find</button>
          {isFiltered && <a href="/contacts">All contacts</a>}
        </form>
        {items.length > 0 && <Table contacts={items} />}
        {items.length === 0 && told.ok && (
          <Nothing>
            {isFiltered
              ? 'None that fits.'
              : 'None yet. Clients of the contact API create them with PUT /api/Contact/{contactId}.'}
          </Nothing>
        )}
        <Older url={url} next={next} />
      </>
    ),
  };
}

/** The number that a contact is sent to; null: it has none. */
export function numberOf({ personal }: Contact): string | null {
  const number = personal?.phoneNumber;
  return typeof number === 'string' || typeof number === 'number' ? String(number) : null;
}

const short = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;

function Table({ contacts: all }: { contacts: readonly Contact[] }) {
  return (
    <Wide label="Contacts">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">Contact ID</th>
            <th scope="col">Number</th>
            <th scope="col">Stopped by</th>
            <th scope="col">Changed</th>
            <th scope="col">Of</th>
          </tr>
        </thead>
        <tbody>
          {all.map((contact) => (
            <tr id={`contact-${contact.id}`}>
              <td class="broad">
                <a href={`/contacts/${contact.id}`}>{short(contact.contactId)}</a>
              </td>
              <td>{short(numberOf(contact) ?? '–')}</td>
              <td>{contact.stoppedBy ?? <span class="soft">nothing</span>}</td>
              <td>
                <Time at={contact.updatedAt} />
              </td>
              <td>
                <CustomerLink id={contact.customerId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
