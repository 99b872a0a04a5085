import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Problem } from '../api/problem.ts';
import type { Api } from './api.ts';

/** What a page is made with. */
export interface PageContext {
  c: Context;
  api: Api;
  /** Path and query of the page. */
  url: string;
  /** A value of the query; empty when it is not there. */
  asked(name: string): string;
}

/** A page: its title and its main part. */
export interface Page {
  title: string;
  body: Child;
  /** Names of scripts under `assets` that it needs beside those of every page. */
  scripts?: readonly string[];
  /** It stays as it is whatever changes: it is the answer to a form, and cannot be asked for again. */
  still?: boolean;
}

/**
 * What came of a form: another page to look at, the one that it stood on, a page that says what was wrong, or one that
 * is the answer itself (with scripts only the part of it that the form selects). `stays`: with scripts the page that the
 * form stood on stays, and shows what has changed.
 */
export type Outcome =
  | { goTo: string; stays?: true }
  | { back: true }
  | { again: Page; problem: Problem }
  | { show: Page };

/** A form as it was sent: the last value of each name, without the ends of what was typed. */
export type Form = Readonly<Record<string, string>>;

/** Pages and forms by their paths. */
export interface Pages {
  get: Readonly<Record<string, (context: PageContext) => Promise<Page> | Page>>;
  post?: Readonly<Record<string, (context: PageContext, form: Form) => Promise<Outcome>>>;
}
