import { raw } from 'hono/html';
import type { OpenApiDocument } from '../openapi.ts';
import { componentAnchor, FieldTable, SchemaTable } from './fields.tsx';
import { Method, Operation } from './operation.tsx';
import {
  type DocumentedResponse,
  type OperationGroup,
  operationsByTag,
  sharedRefusals,
} from './operations.ts';
import { Prose } from './prose.tsx';
import { read } from './schema.ts';

/** The control API's documentation as one page that needs no script, no font and no other host. */
export function documentationPage(document: OpenApiDocument) {
  const groups = operationsByTag(document);
  const refusals = sharedRefusals(groups);
  const { title, version, description = '' } = document.info;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="stylesheet" href="/docs/style.css" />
        </head>
        <body>
          <a class="skip" href="#content">
            Skip to the content
          </a>
          <header>
            <h1>{title}</h1>
            <p class="also">
              Version {version} · <a href="/openapi.json">OpenAPI document</a>
            </p>
            <Prose text={description} />
          </header>
          <Contents document={document} groups={groups} />
          <main id="content" tabindex={-1}>
            {groups.map(({ tag, anchor, description, operations }) => (
              <section id={anchor} aria-labelledby={`${anchor}-title`}>
                <h2 id={`${anchor}-title`}>{tag}</h2>
                <Prose text={description} />
                {operations.map((operation) => (
                  <Operation document={document} operation={operation} shared={refusals} />
                ))}
              </section>
            ))}
            <Refusals document={document} refusals={refusals} />
            <Objects document={document} />
          </main>
        </body>
      </html>
    </>
  );
}

function Contents({ document, groups }: { document: OpenApiDocument; groups: readonly OperationGroup[] }) {
  const objects = Object.keys(document.components?.schemas ?? {});
  return (
    <nav aria-label="Contents">
      <ul>
        {groups.map(({ tag, anchor, operations }) => (
          <li>
            <a href={`#${anchor}`}>{tag}</a>
            <ul>
              {operations.map(({ anchor, method, path }) => (
                <li>
                  <a href={`#${anchor}`}>
                    <Method method={method} /> <code>{path}</code>
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#refusals">Refusals</a>
        </li>
        <li>
          <a href="#objects">Objects</a>
          <ul>
            {objects.map((name) => (
              <li>
                <a href={`#${componentAnchor(name)}`}>{name}</a>
              </li>
            ))}
          </ul>
        </li>
      </ul>
    </nav>
  );
}

function Refusals({
  document,
  refusals,
}: {
  document: OpenApiDocument;
  refusals: readonly DocumentedResponse[];
}) {
  const rows = refusals.map(({ status, description, contents: [content] }) => {
    const { own, ...reading } = read(document, content?.[1].schema ?? {}, 'as names');
    return {
      depth: 0,
      within: '',
      name: status,
      kind: 'field',
      required: true,
      reading: { ...reading, own: { ...own, description } },
    } as const;
  });
  return (
    <section id="refusals" aria-labelledby="refusals-title">
      <h2 id="refusals-title">Refusals</h2>
      <p>What an operation that names them may answer instead.</p>
      <FieldTable document={document} label="Refusals" rows={rows} mark="optional" />
    </section>
  );
}

function Objects({ document }: { document: OpenApiDocument }) {
  return (
    <section id="objects" aria-labelledby="objects-title">
      <h2 id="objects-title">Objects</h2>
      <p>What operations take and answer, under the names by which they are called above.</p>
      {Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => (
        <details class="object">
          <summary>
            <h3>{name}</h3>
          </summary>
          <div id={componentAnchor(name)}>
            <SchemaTable
              document={document}
              label={`Fields of ${name}`}
              reading={read(document, schema, 'taken in')}
              mark="optional"
            />
          </div>
        </details>
      ))}
    </section>
  );
}
