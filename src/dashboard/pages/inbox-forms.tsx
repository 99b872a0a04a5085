import type { Form } from '../page.ts';
import { Action, Field } from '../parts/parts.tsx';
import type { Inbox } from './inboxes.tsx';

/** What an inbox answers and demands, as it stands in a form. */
export type AnswerValues = Form;

export function valuesOf({ answer, auth, requireClientCertificate }: Inbox): AnswerValues {
  return {
    status: String(answer.status),
    delayMs: String(answer.delayMs),
    headers: Object.entries(answer.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    body: answer.body,
    username: auth?.username ?? '',
    ...(requireClientCertificate && { certificate: 'on' }),
  };
}

export function AnswerForm({ name, values }: { name: string; values: AnswerValues }) {
  return (
    <form class="form apart" method="post" action={`/inboxes/${name}/answer`} data-keep id="answer">
      <div class="row">
        <Field name="status" label="Status" type="number" value={values.status} required />
        <Field name="delayMs" label="After (ms)" type="number" value={values.delayMs} />
      </div>
      <label class="field">
        <span>Headers</span>
        <textarea class="code short" name="headers" placeholder="content-type: application/json">
          {values.headers}
        </textarea>
        <small>One on a line</small>
      </label>
      <label class="field">
        <span>Body</span>
        <textarea class="code short" name="body">
          {values.body}
        </textarea>
      </label>
      <fieldset>
        <legend>It demands</legend>
        <div class="row">
          <Field
            name="username"
            label="User name"
            value={values.username}
            hint="None: no password is demanded"
          />
          <label class="field">
            <span>Password</span>
            <input type="password" name="password" autocomplete="new-password" />
            <small>Left empty it stays as it is</small>
          </label>
        </div>
        <label class="tick">
          <input type="checkbox" name="certificate" {...(values.certificate && { checked: true })} /> A client
          certificate
        </label>
      </fieldset>
      <p>
        <button type="submit" class="strong">
          Save
        </button>
      </p>
    </form>
  );
}

/** For a failure now and then: what the next few are answered. */
export function NextForm({ inbox: { name, next } }: { inbox: Inbox }) {
  return (
    <>
      <form
        class="row"
        method="post"
        action={`/inboxes/${name}/next`}
        hx-post={`/inboxes/${name}/next`}
        hx-swap="none"
        data-keep
        id="next-answers"
      >
        <Field name="times" label="The next" type="number" value={1} />
        <Field name="status" label="get status" type="number" value={503} />
        <Field name="delayMs" label="after (ms)" type="number" value={0} />
        <button type="submit">Add</button>
      </form>
      {next.length > 0 && <Action to={`/inboxes/${name}/next/clear`} label="Answer as usual at once" />}
    </>
  );
}
