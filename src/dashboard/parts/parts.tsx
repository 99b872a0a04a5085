import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { invalid, Wrong } from './wrong.tsx';

/** An instant of the API as people read it: `2026-01-31 12:00:05`. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at) return <span class="soft">–</span>;
  return (
    <time datetime={at} title={at}>
      {shortTime(at)}
    </time>
  );
}

export const shortTime = (at: string) => at.replace('T', ' ').replace(/(\.\d+)?Z$/, '');

/** How a status or a state is to be taken. */
const TONES: Readonly<Record<string, 'good' | 'bad' | 'busy'>> = {
  DELIVERED: 'good',
  COMPLETED: 'good',
  EXISTS: 'good',
  NOT_DELIVERED: 'bad',
  FAILURE: 'bad',
  NOTREACHED: 'bad',
  INCORRECTNUMBER: 'bad',
  DOESNOTEXIST: 'bad',
  SPAM: 'bad',
  PARKED: 'bad',
  DROPPED: 'bad',
  CANCELLED: 'bad',
  NEXTATTEMPT: 'busy',
  RUNNING: 'busy',
  PENDING: 'busy',
  SENT: 'busy',
  QUEUED: 'busy',
};

/** A status, a state, a kind: one word in a frame, its colour by how it is to be taken. */
export function Chip({ word }: { word: string | null | undefined }) {
  if (!word) return <span class="soft">–</span>;
  return <span class={`chip ${TONES[word] ?? ''}`}>{word}</span>;
}

/** A number of things, with spaces between thousands. */
export const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');

interface ActionProps {
  /** Where it is posted to. */
  to: string;
  label: string;
  /** Asked first. */
  confirm?: string;
  tone?: 'strong' | 'danger';
  /** Sent along, by name. */
  values?: Readonly<Record<string, string | number>>;
}

/** A button that does something at once. Without scripts it leads back to the page; with them the page stays. */
export function Action({ to, label, confirm, tone, values = {} }: ActionProps) {
  return (
    <form
      class="inline"
      method="post"
      action={to}
      hx-post={to}
      hx-swap="none"
      {...(confirm && { 'data-confirm': confirm })}
    >
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <button type="submit" {...(tone && { class: tone })}>
        {label}
      </button>
    </form>
  );
}

/** What was wrong with something, each field by its name. */
export function Refused({ problem }: { problem: Problem | null | undefined }) {
  if (!problem) return null;
  const errors = problem.errors ?? [];
  return (
    <div class="refused" role="alert">
      <strong>It was refused.</strong>
      {errors.length === 0 ? (
        <p>{problem.detail}</p>
      ) : (
        <ul>
          {errors.map(({ field, problem: what, expected }) => (
            <li>
              {field && <code>{field}</code>} {what}
              {expected && <span class="soft"> (expected {expected})</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A link to the page after this one, if there is one. */
export function Older({ url, next, name = 'after' }: { url: string; next: number | null; name?: string }) {
  if (next === null) return null;
  const target = new URL(url, 'http://localhost');
  target.searchParams.set(name, String(next));
  return (
    <p class="pager">
      <a href={`${target.pathname}${target.search}`}>More</a>
    </p>
  );
}

/** A box with a heading. */
export function Card({ title, children, wide = false }: { title: string; children: Child; wide?: boolean }) {
  return (
    <section class={wide ? 'card wide' : 'card'}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface TabsProps {
  /** Pages that belong together, each with its label. */
  pages: Readonly<Record<string, Child>>;
  current: string;
}

/** Leads from one page to those beside it. */
export function Tabs({ pages, current }: TabsProps) {
  return (
    <p class="tabs">
      {Object.entries(pages).map(([path, label]) => (
        <a href={path} {...(path === current && { 'aria-current': 'page' as const })}>
          {label}
        </a>
      ))}
    </p>
  );
}

/** Names with what they are: a description list; what is null or empty is left out. */
export function Facts({ facts }: { facts: Readonly<Record<string, Child | null | undefined>> }) {
  const shown = Object.entries(facts).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return (
    <dl class="facts">
      {shown.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface FieldProps {
  name: string;
  label: string;
  value?: string | number | null | undefined;
  type?: string;
  hint?: string;
  required?: boolean;
  /** What was refused about it. */
  wrong?: string | undefined;
}

/** One line of a form. */
export function Field({ name, label, value, type = 'text', hint, required = false, wrong }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        value={value === null || value === undefined ? '' : String(value)}
        {...(required && { required: true })}
        {...invalid(wrong)}
      />
      {hint && <small>{hint}</small>}
      <Wrong wrong={wrong} />
    </label>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: readonly (string | { value: string | number; label: string })[];
  value?: string | number | null | undefined;
  /** For none of them, if that can be. */
  none?: string;
  /** What was refused about it. */
  wrong?: string | undefined;
}

/** A choice among a few. */
export function Choice({ name, label, options, value, none, wrong }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} {...invalid(wrong)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => {
          const one = typeof option === 'string' ? { value: option, label: option } : option;
          const selected = value !== undefined && value !== null && String(one.value) === String(value);
          return (
            <option value={String(one.value)} {...(selected && { selected: true })}>
              {one.label}
            </option>
          );
        })}
      </select>
      <Wrong wrong={wrong} />
    </label>
  );
}

/** Nothing to show yet, and what to do about it. */
export function Nothing({ children }: { children: Child }) {
  return <p class="nothing">{children}</p>;
}
