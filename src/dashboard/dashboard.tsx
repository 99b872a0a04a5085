import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Problem } from '../api/problem.ts';
import { type Api, type Ask, apiOf, NotThere } from './api.ts';
import { assetRoutes } from './assets.ts';
import { Layout } from './layout.tsx';
import { liveRoute } from './live.ts';
import type { Form, Outcome, Page, PageContext, Pages } from './page.ts';
import { callbackPages } from './pages/callback.tsx';
import { callbackEditorPages } from './pages/callback-editor.tsx';
import { callbacksPages } from './pages/callbacks.tsx';
import { campaignPages } from './pages/campaign.tsx';
import { campaignsPages } from './pages/campaigns.tsx';
import { certificatesPages } from './pages/certificates.tsx';
import { communicationPages } from './pages/communication.tsx';
import { communicationsPages } from './pages/communications.tsx';
import { contactPages } from './pages/contact.tsx';
import { contactListPages } from './pages/contact-list.tsx';
import { contactListsPages } from './pages/contact-lists.tsx';
import { contactsPages } from './pages/contacts.tsx';
import { customerPages } from './pages/customer.tsx';
import { customerDangersPages } from './pages/customer-dangers.tsx';
import { optOutsPages } from './pages/customer-opt-outs.tsx';
import { whitelistPages } from './pages/customer-whitelist.tsx';
import { customersPages } from './pages/customers.tsx';
import { deliveriesPages } from './pages/deliveries.tsx';
import { deliveryPages } from './pages/delivery.tsx';
import { faultsPages } from './pages/faults.tsx';
import { importPages } from './pages/import.tsx';
import { inboxPages } from './pages/inbox.tsx';
import { inboxAnswerPages } from './pages/inbox-answer.tsx';
import { inboxesPages } from './pages/inboxes.tsx';
import { newCampaignPages } from './pages/new-campaign.tsx';
import { newCommunicationPages } from './pages/new-communication.tsx';
import { overviewPages } from './pages/overview.tsx';
import { phonePages } from './pages/phone.tsx';
import { phoneActPages } from './pages/phone-acts.tsx';
import { pinCodesPages } from './pages/pin-codes.tsx';
import { profilesPages } from './pages/profiles.tsx';
import { projectsPages } from './pages/projects.tsx';
import { requestsPages } from './pages/requests.tsx';
import { rulesPages } from './pages/rules.tsx';
import { settingsPages } from './pages/settings.tsx';
import { worldPages } from './pages/world.tsx';
import { shortTime } from './parts/parts.tsx';

/** Nothing from elsewhere, nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const ALL: readonly Pages[] = [
  overviewPages,
  customersPages,
  customerPages,
  whitelistPages,
  optOutsPages,
  customerDangersPages,
  projectsPages,
  newCommunicationPages,
  newCampaignPages,
  importPages,
  contactListsPages,
  contactListPages,
  communicationsPages,
  communicationPages,
  campaignsPages,
  campaignPages,
  callbacksPages,
  callbackEditorPages,
  callbackPages,
  deliveriesPages,
  deliveryPages,
  faultsPages,
  rulesPages,
  profilesPages,
  inboxesPages,
  inboxPages,
  inboxAnswerPages,
  phonePages,
  phoneActPages,
  requestsPages,
  contactsPages,
  contactPages,
  pinCodesPages,
  certificatesPages,
  worldPages,
  settingsPages,
];

/** Longest form, in bytes: it is held in memory. Files are longer with scripts, which stream them, and through the API. */
const LONGEST_FORM = 128 * 1024 * 1024;

interface DashboardContext {
  version: string;
  /** The control API. */
  ask: (c: Context) => Ask;
  /** Another number when something has changed; null: the platform has stopped. */
  state: () => number | null;
  /** ISO 8601. */
  now: () => string;
}

/** The pages that people look at. They ask the control API, and know nothing that it does not tell. */
export function dashboard(context: DashboardContext): Hono {
  const app = new Hono();
  assetRoutes(app);
  liveRoute(app, context.state);
  const limited = bodyLimit({
    maxSize: LONGEST_FORM,
    onError: (c) => show(c, context, pageContext(c, context).url, TOO_LONG),
  });
  for (const { get, post = {} } of ALL) {
    for (const [path, page] of Object.entries(get)) {
      app.get(path, async (c) => {
        const asked = pageContext(c, context);
        return show(c, context, asked.url, await orNotThere(asked, page));
      });
    }
    for (const [path, work] of Object.entries(post)) {
      app.post(path, limited, async (c) => {
        const asked = pageContext(c, context);
        const outcome = await orGone(work(asked, await formOf(c)));
        if (outcome === null) return show(c, context, asked.url, NOT_THERE);
        const live = c.req.header('hx-request') !== undefined;
        if ('show' in outcome) return show(c, context, asked.url, { ...outcome.show, still: true });
        if ('again' in outcome) {
          if (live) return c.body(null, 204, { 'hx-trigger': said(outcome.problem) });
          return show(c, context, asked.url, { ...outcome.again, status: 422, still: true });
        }
        if ('goTo' in outcome && live && !outcome.stays)
          return c.body(null, 204, { 'hx-redirect': outcome.goTo });
        if (live) return c.body(null, 204, { 'hx-trigger': 'changed' });
        return c.redirect('goTo' in outcome ? outcome.goTo : backFrom(c), 303);
      });
    }
  }
  return app;
}

function pageContext(c: Context, { ask }: DashboardContext): PageContext {
  const { pathname, search } = new URL(c.req.url);
  const api: Api = apiOf(ask(c));
  return { c, api, url: `${pathname}${search}`, asked: (name) => c.req.query(name)?.trim() ?? '' };
}

type Shown = Page & { status?: 200 | 404 | 413 | 422 };

const NOT_THERE: Shown = {
  title: 'Not there',
  body: <p>There is nothing here (any more).</p>,
  status: 404,
};

const TOO_LONG: Shown = {
  title: 'Too long',
  body: (
    <p>
      A form takes no more than {LONGEST_FORM / 1024 / 1024} MB. A longer file is taken by the API, and by
      this page where scripts run.
    </p>
  ),
  status: 413,
};

async function orNotThere(context: PageContext, page: Pages['get'][string]): Promise<Shown> {
  try {
    return await page(context);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    return NOT_THERE;
  }
}

/** Null: what a form was about is not there. */
async function orGone(work: Promise<Outcome>): Promise<Outcome | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    return null;
  }
}

function show(
  c: Context,
  { version, now }: DashboardContext,
  url: string,
  { title, body, scripts, still = false, status = 200 }: Shown,
) {
  return c.html(
    <Layout
      title={title}
      url={url}
      version={version}
      clock={shortTime(now())}
      scripts={scripts ?? []}
      still={still}
    >
      {body}
    </Layout>,
    status,
    {
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  );
}

/** Has the page say what was wrong; a header holds ASCII only. */
function said({ detail }: Problem): string {
  return JSON.stringify({ refused: detail }).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function formOf(c: Context): Promise<Form> {
  const fields = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  );
}

/** The page that a form stood on; the first one when that cannot be told. */
function backFrom(c: Context): string {
  const referer = c.req.header('referer');
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return `${pathname}${search}`;
}
