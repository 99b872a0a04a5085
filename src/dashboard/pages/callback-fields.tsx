import type { Child } from 'hono/jsx';
import { CALLBACK_FORMATS, CALLBACK_METHODS, TLS_VERSIONS } from '../../core/callback-config.ts';
import { COMMUNICATION_TYPES, STATUSES } from '../../core/vocabulary.ts';
import type { Form } from '../page.ts';
import { Choice, Field, Time } from '../parts/parts.tsx';
import type { Callback } from './callbacks.tsx';

interface WhereProps {
  form: Form;
  /** To choose among; null: it has one. */
  customers: readonly { id: number; name: string }[] | null;
  /** The URL of an inbox here. */
  inbox: string;
  lint: Child;
}

/** Whose it is, and where it goes. */
export function WhereFields({ form, customers, inbox, lint }: WhereProps) {
  return (
    <fieldset>
      <legend>Where to</legend>
      <div class="columns">
        <Field name="name" label="Name" value={form.name} hint="As you like; for these pages" />
        {customers && (
          <Choice
            name="customerId"
            label="Customer"
            options={customers.map(({ id, name }) => ({ value: id, label: `${id} – ${name}` }))}
            value={form.customerId}
          />
        )}
      </div>
      <label class="field">
        <span>URL</span>
        <input
          name="url"
          value={form.url ?? ''}
          spellcheck={false}
          autocomplete="off"
          placeholder="https://…"
          data-metrics
        />
        <small>
          https, self-signed certificates included. Metrics may stand in the path and the query. An inbox here
          is <code>{inbox}</code>
        </small>
      </label>
      {lint}
      <div class="columns">
        <Choice name="method" label="Method" options={CALLBACK_METHODS} value={form.method} />
        <div class="only-post">
          <Choice name="format" label="Format of the body" options={CALLBACK_FORMATS} value={form.format} />
        </div>
      </div>
    </fieldset>
  );
}

interface TicksProps {
  legend: string;
  prefix: string;
  names: readonly string[];
  form: Form;
}

function Ticks({ legend, prefix, names, form }: TicksProps) {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {names.map((name) => (
        <Tick name={`${prefix}.${name}`} label={name} form={form} />
      ))}
    </fieldset>
  );
}

function Tick({ name, label, form }: { name: string; label: string; form: Form }) {
  return (
    <label class="tick">
      <input type="checkbox" name={name} {...(form[name] && { checked: true })} />
      {label}
    </label>
  );
}

/** What it is told of, and how many events at once. */
export function SelectionFields({ form, lint }: { form: Form; lint: Child }) {
  return (
    <fieldset>
      <legend>What it is told of</legend>
      <Ticks legend="Types (none ticked: all)" prefix="type" names={COMMUNICATION_TYPES} form={form} />
      <details {...(STATUSES.some((status) => form[`status.${status}`]) && { open: true })}>
        <summary>Only some statuses</summary>
        <Ticks legend="Statuses (none ticked: all)" prefix="status" names={STATUSES} form={form} />
      </details>
      <div class="columns">
        <div class="only-post">
          <Field
            name="maxItems"
            label="Events in a batch"
            type="number"
            value={form.maxItems}
            hint="At most so many, in an array named batch; empty: one in each request, unwrapped"
          />
        </div>
        {form.startAt && (
          <Choice
            name="startAt"
            label="Begins with"
            options={[
              { value: 'END', label: 'what comes from now on' },
              { value: 'BEGINNING', label: 'all that is in the log' },
            ]}
            value={form.startAt}
          />
        )}
      </div>
      <details class="only-post" {...((form.element || form.envelope) && { open: true })}>
        <summary>Batches in XML</summary>
        <Field name="element" label="Element around the items" value={form.element} hint="batch without it" />
        <Area name="envelope" label="Document around that" form={form} hint="With {BATCH} where it goes" />
      </details>
      {lint}
    </fieldset>
  );
}

interface AreaProps {
  name: string;
  label: string;
  form: Form;
  hint?: string;
  rows?: number;
  /** It may hold metrics. */
  metrics?: boolean;
  /** It is not shown again. */
  secret?: boolean;
}

function Area({ name, label, form, hint, rows = 4, metrics = false, secret = false }: AreaProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        class="code small"
        name={name}
        rows={rows}
        spellcheck={false}
        {...(metrics && { 'data-metrics': true })}
      >
        {secret ? '' : (form[name] ?? '')}
      </textarea>
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** How the request travels: headers, secrets, TLS and patience. */
export function ConnectionFields({
  form,
  before,
  lint,
}: {
  form: Form;
  before: Callback | null;
  lint: Child;
}) {
  return (
    <fieldset>
      <legend>How it gets there</legend>
      <Area
        name="headers"
        label="Headers"
        form={form}
        metrics
        hint="Name: value, one in each line. A secret that is shown as *** stays what it was."
      />
      {lint}
      <details {...(form.username && { open: true })}>
        <summary>Basic authentication</summary>
        <div class="columns">
          <Field name="username" label="User name" value={form.username} hint="Empty: none" />
          <Field
            name="password"
            label="Password"
            type="password"
            hint={before?.auth ? 'Empty: it stays what it was' : 'Never shown again'}
          />
        </div>
      </details>
      <CertificateFields form={form} before={before} />
      <details {...((form.verify || form.ca) && { open: true })}>
        <summary>TLS</summary>
        <Tick name="verify" label="The receiver's certificate must be valid for its host" form={form} />
        <Area name="ca" label="It must lead to" form={form} hint="A certificate authority, in PEM" />
        <div class="columns">
          <Choice
            name="minVersion"
            label="At least"
            none="usual"
            options={TLS_VERSIONS}
            value={form.minVersion}
          />
          <Choice
            name="maxVersion"
            label="At most"
            none="usual"
            options={TLS_VERSIONS}
            value={form.maxVersion}
          />
        </div>
      </details>
      <details>
        <summary>Side by side, and patience</summary>
        <div class="columns">
          <Field
            name="concurrency"
            label="Requests at once"
            type="number"
            value={form.concurrency}
            hint="1 keeps to the order of the log"
          />
          <Field name="connectMs" label="To connect, ms" type="number" value={form.connectMs} />
          <Field name="answerMs" label="To answer, ms" type="number" value={form.answerMs} />
        </div>
      </details>
    </fieldset>
  );
}

function CertificateFields({ form, before }: { form: Form; before: Callback | null }) {
  const present = before?.clientCertificate;
  return (
    <details {...((present || form.certificate) && { open: true })}>
      <summary>Client certificate</summary>
      {present && (
        <p class="soft">
          Now: {present.subject}, until <Time at={present.validTo} />
        </p>
      )}
      <Choice
        name="certificate"
        label="What it shows to a receiver that asks"
        options={[
          {
            value: '',
            label: present ? 'the one that it has, or what is pasted below' : 'none, or what is pasted below',
          },
          { value: 'issue', label: 'a new one, issued here' },
          ...(present ? [{ value: 'none', label: 'none any more' }] : []),
        ]}
        value={form.certificate}
      />
      <div class="columns">
        <Area name="cert" label="Certificate, in PEM" form={form} />
        <Area name="key" label="Key, in PEM" form={form} secret hint="Never shown again" />
      </div>
      <Area name="pfx" label="Or both as PKCS#12, in base64" form={form} secret />
      <Field name="passphrase" label="Passphrase, if there is one" type="password" />
    </details>
  );
}
