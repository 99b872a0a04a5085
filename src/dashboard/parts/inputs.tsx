import type { Child } from 'hono/jsx';
import type { Customer } from './entities.ts';
import { Choice } from './parts.tsx';

interface TextProps {
  name: string;
  label: string;
  value?: string | undefined;
  hint?: string;
  rows?: number;
  required?: boolean;
}

/** Several lines of a form. */
export function Text({ name, label, value = '', hint, rows = 4, required = false }: TextProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea name={name} rows={rows} {...(required && { required: true })}>
        {value}
      </textarea>
      {hint && <small>{hint}</small>}
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
  const options = customers.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  return <Choice name="customerId" label="Customer" options={options} value={value} />;
}

/** A table that may be wider than the page. */
export function Wide({ label, children }: { label: string; children: Child }) {
  return (
    <section class="scroll" tabindex={0} aria-label={label}>
      {children}
    </section>
  );
}
