import type { Form, Outcome, PageContext, Pages } from '../page.ts';
import { Refused } from '../parts/parts.tsx';
import { inboxPage } from './inbox.tsx';
import type { Inbox } from './inboxes.tsx';

/** Tells an inbox what to answer. */
export const inboxAnswerPages: Pages = {
  get: {},
  post: {
    '/inboxes/:name/answer': changeAnswer,
    '/inboxes/:name/next': addNext,
    '/inboxes/:name/next/clear': clearNext,
  },
};

const nameOf = ({ c }: PageContext) => c.req.param('name')!;
const pathOf = (context: PageContext) => `/inbox/${encodeURIComponent(nameOf(context))}`;

async function changeAnswer(context: PageContext, form: Form): Promise<Outcome> {
  const { next } = await context.api.get<Inbox>(pathOf(context));
  const { status, delayMs, headers = '', body = '', username, password, certificate } = form;
  const told = await context.api.send('PUT', pathOf(context), {
    answer: { status: Number(status), delayMs: Number(delayMs), headers: headersIn(headers), body },
    next,
    auth: username ? { username, ...(password && { password }) } : null,
    requireClientCertificate: certificate !== undefined,
  });
  if (told.ok) return { goTo: `/inboxes/${nameOf(context)}` };
  const refused = <Refused problem={told.problem} />;
  return { again: await inboxPage(context, { values: form, refused }), problem: told.problem };
}

/** Lines such as `content-type: text/plain`. */
function headersIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...rest] = line.split(':');
      return [name.trim(), rest.join(':').trim()];
    }),
  );
}

/** What an inbox was told, as it can be told again: a password stays where it is not given. */
const toldTo = ({ answer, next, auth, requireClientCertificate }: Inbox) => ({
  answer,
  next,
  auth,
  requireClientCertificate,
});

async function addNext(context: PageContext, { times, status, delayMs }: Form): Promise<Outcome> {
  const inbox = await context.api.get<Inbox>(pathOf(context));
  const added = { times: Number(times), status: Number(status), delayMs: Number(delayMs) };
  const told = await context.api.send('PUT', pathOf(context), {
    ...toldTo(inbox),
    next: [...inbox.next, added],
  });
  if (told.ok) return { goTo: `/inboxes/${nameOf(context)}`, stays: true };
  const refused = <Refused problem={told.problem} />;
  return { again: await inboxPage(context, { refused }), problem: told.problem };
}

async function clearNext(context: PageContext): Promise<Outcome> {
  const inbox = await context.api.get<Inbox>(pathOf(context));
  await context.api.send('PUT', pathOf(context), { ...toldTo(inbox), next: [] });
  return { goTo: `/inboxes/${nameOf(context)}`, stays: true };
}
