import type { z } from '@hono/zod-openapi';
import type { settingsSchema } from '../../api/control/settings.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { Wide } from '../parts/inputs.tsx';
import { Card, Facts } from '../parts/parts.tsx';

type Settings = z.output<typeof settingsSchema>;
type Setting = Settings['items'][number];

/** What the platform runs with. */
export const settingsPages: Pages = { get: { '/settings': settings } };

async function settings({ api }: PageContext): Promise<Page> {
  const [{ version, dataFolder, items }, urls] = await Promise.all([
    api.get<Settings>('/settings'),
    api.get<{ httpUrl: string; httpsUrl: string; proxyUrl: string | null }>('/urls'),
  ]);
  return {
    title: 'Settings',
    body: (
      <div class="grid">
        <Card title="This platform" wide>
          <Facts
            facts={{
              Version: version,
              HTTP: <code>{urls.httpUrl}</code>,
              HTTPS: <code>{urls.httpsUrl}</code>,
              'Forward proxy': urls.proxyUrl ? <code>{urls.proxyUrl}</code> : 'none',
              'Data folder': dataFolder ? <code>{dataFolder}</code> : 'none: everything is in memory',
            }}
          />
        </Card>
        <Card title="Settings" wide>
          <p class="soft">
            They are given when the platform starts: by flag, in the environment, or by their names in a file
            that <code>--config</code> names.
          </p>
          <Wide label="Settings">
            <table class="settings">
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  <th scope="col">Here</th>
                  <th scope="col">Usually</th>
                  <th scope="col">What it is</th>
                </tr>
              </thead>
              <tbody>
                {items.map((setting) => (
                  <Row setting={setting} />
                ))}
              </tbody>
            </table>
          </Wide>
        </Card>
      </div>
    ),
  };
}

function Row({ setting: { name, value, default: standard, flag, environment, help } }: { setting: Setting }) {
  const changed = JSON.stringify(value) !== JSON.stringify(standard);
  return (
    <tr id={`setting-${name}`}>
      <th scope="row">{name}</th>
      <td>
        {changed ? <strong>{words(value)}</strong> : words(value)}
        {changed && <span class="unseen"> (changed)</span>}
      </td>
      <td class="soft">{words(standard)}</td>
      <td>
        <Help text={help} />
        <br />
        <small>
          <code>{flag}</code> <code>{environment}</code>
        </small>
      </td>
    </tr>
  );
}

function words(value: Setting['value']): string {
  if (value === null) return 'not set';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** Help lines have code between backticks. */
function Help({ text }: { text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>;
}
