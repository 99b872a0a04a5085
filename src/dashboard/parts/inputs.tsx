import type { Child } from 'hono/jsx';
import type { Customer } from './entities.ts';
import { Choice } from './parts.tsx';
import { invalid, Wrong } from './wrong.tsx';

interface TextProps {
  name: string;
  label: string;
  value?: string | undefined;
  hint?: string;
  rows?: number;
  required?: boolean;
  /** Code: in letters of one width. */
  code?: boolean;
  placeholder?: string;
  /** What was refused about it. */
  wrong?: string | undefined;
}

const USUAL_ROWS = 4;

/** Several lines of a form. */
export function Text(props: TextProps) {
  const {
    name,
    label,
    value = '',
    hint,
    rows = USUAL_ROWS,
    required = false,
    code = false,
    placeholder,
    wrong,
  } = props;
  const looks = [...(code ? ['code'] : []), ...(rows < USUAL_ROWS ? ['short'] : [])];
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        name={name}
        rows={rows}
        {...(looks.length > 0 && { class: looks.join(' ') })}
        {...(code && { spellcheck: false })}
        {...(placeholder !== undefined && { placeholder })}
        {...(required && { required: true })}
        {...invalid(wrong)}
      >
        {value}
      </textarea>
      {hint && <small>{hint}</small>}
      <Wrong wrong={wrong} />
    </label>
  );
}

interface TickProps {
  name: string;
  label: Child;
  checked?: boolean;
  type?: 'checkbox' | 'radio';
  value?: string;
}

/** Yes or no, or one of a few. */
export function Tick({ name, label, checked = false, type = 'checkbox', value = 'true' }: TickProps) {
  return (
    <label class="tick">
      <input type={type} name={name} value={value} {...(checked && { checked: true })} />
      <span>{label}</span>
    </label>
  );
}

/** Whose it is to be; nothing to choose while there is one customer only. */
export function CustomerChoice({
  customers,
  value,
}: {
  customers: readonly Customer[];
  value?: string | undefined;
}) {
  if (customers.length === 1)
    return <input type="hidden" name="customerId" value={String(customers[0]!.id)} />;
  return <Choice name="customerId" label="Customer" options={asOptions(customers)} value={value} />;
}

const asOptions = (customers: readonly Customer[]) =>
  customers.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));

interface AnyCustomerProps {
  customers: readonly Customer[];
  value: string;
  wrong?: string | undefined;
}

/** Whose a list shows; empty: everybody's. */
export function AnyCustomer({ customers, value, wrong }: AnyCustomerProps) {
  return (
    <Choice
      name="customerId"
      label="Customer"
      none="all"
      options={asOptions(customers)}
      value={value}
      wrong={wrong}
    />
  );
}

/** Has a list show what one customer has only; nothing to choose while there is one. */
export function CustomerFilter({ customers, path, value }: CustomerFilterProps) {
  if (customers.length < 2 && value === '') return null;
  return (
    <form method="get" action={path} class="filters" id="customer-filter" data-keep>
      <AnyCustomer customers={customers} value={value} />
      <button type="submit">Show</button>
      {value !== '' && <a href={path}>Show all</a>}
    </form>
  );
}

interface CustomerFilterProps {
  customers: readonly Customer[];
  /** Of the list. */
  path: string;
  /** ID of the one that is shown; empty: all are. */
  value: string;
}

/** Leads to a customer. */
export function CustomerLink({ id }: { id: number }) {
  return <a href={`/customers/${id}`}>customer {id}</a>;
}

/** A table that may be wider than the page. */
export function Wide({ label, children }: { label: string; children: Child }) {
  return (
    <section class="scroll" tabindex={0} aria-label={label}>
      {children}
    </section>
  );
}
