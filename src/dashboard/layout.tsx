import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

/** The pages that are named at the top; `with`: others that belong to them. */
export const NAVIGATION: readonly { path: string; label: string; with?: readonly string[] }[] = [
  { path: '/', label: 'Overview' },
  { path: '/customers', label: 'Customers' },
  { path: '/campaigns', label: 'Campaigns', with: ['/projects'] },
  { path: '/contact-lists', label: 'Contact lists' },
  { path: '/communications', label: 'Communications' },
  { path: '/callbacks', label: 'Callbacks' },
  { path: '/deliveries', label: 'Deliveries' },
  { path: '/inboxes', label: 'Inbox' },
  { path: '/phone', label: 'Phone' },
  { path: '/requests', label: 'Requests', with: ['/contacts', '/pin-codes'] },
  { path: '/faults', label: 'Faults' },
  { path: '/rules', label: 'Outcomes' },
  { path: '/certificates', label: 'Certificates' },
  { path: '/world', label: 'World' },
  { path: '/settings', label: 'Settings' },
];

const HTMX = JSON.stringify({ allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0 });

interface LayoutProps {
  title: string;
  /** Path and query of the page, which it asks for again when something has changed. */
  url: string;
  version: string;
  /** Platform time, in words. */
  clock: string;
  /** Names of scripts that this page needs beside those of every page. */
  scripts: readonly string[];
  /** It does not follow the platform. */
  still: boolean;
  children: Child;
}

/** What all pages share. The main part is live: it is fetched again when something changes, and morphed. */
export function Layout({ title, url, version, clock, scripts, still, children }: LayoutProps) {
  const { pathname } = new URL(url, 'http://localhost');
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="htmx-config" content={HTMX} />
          <title>{title} · mock-wiraya</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={`/assets/style.css?v=${version}`} />
          {['htmx', 'idiomorph', 'app', ...scripts].map((script) => (
            <script src={`/assets/${script}.js?v=${version}`} defer />
          ))}
        </head>
        <body hx-ext="morph">
          <a class="skip" href="#live">
            Skip to the content
          </a>
          <header class="top">
            <a class="brand" href="/">
              mock-wiraya
            </a>
            <nav aria-label="Pages">
              <ul>
                {NAVIGATION.map(({ path, label, with: others = [] }) => (
                  <li>
                    <a
                      href={path}
                      {...([path, ...others].some((one) => isIn(pathname, one)) && {
                        'aria-current': 'page',
                      })}
                    >
                      {label}
                    </a>
                  </li>
                ))}
                <li>
                  <a href="/docs">API</a>
                </li>
              </ul>
            </nav>
          </header>
          <p id="said" role="alert" />
          <p class="lost" role="status">
            The platform does not answer; what is shown may be out of date.
          </p>
          <main
            id="live"
            tabindex={-1}
            hx-get={url}
            hx-trigger={still ? 'never' : 'changed'}
            hx-select="#live"
            hx-target="this"
            hx-swap="morph:outerHTML"
            hx-sync="this:queue last"
            hx-disinherit="*"
          >
            <div class="title">
              <h1>{title}</h1>
              <p class="soft">
                Platform time <time>{clock}</time>
              </p>
            </div>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}

const isIn = (pathname: string, path: string) =>
  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
