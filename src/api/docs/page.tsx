import type { OpenApiDocument } from '../openapi.ts';
import { Operation, operationsByTag } from './operation.tsx';
import { STYLES } from './styles.ts';

/** The control API's documentation as one page that needs nothing else: no script, no font, no other host. */
export function documentationPage(document: OpenApiDocument) {
  const groups = operationsByTag(document);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{document.info.title}</title>
        <style>{STYLES}</style>
      </head>
      <body>
        <header>
          <h1>{document.info.title}</h1>
          <p>
            Version {document.info.version}. {document.info.description}{' '}
            <a href="/openapi.json">OpenAPI document</a>
          </p>
          <nav aria-label="Sections">
            {groups.map(({ tag }) => (
              <a href={`#${anchor(tag)}`}>{tag}</a>
            ))}
          </nav>
        </header>
        <main>
          {groups.map(({ tag, operations }) => (
            <section id={anchor(tag)}>
              <h2>{tag}</h2>
              {operations.map((operation) => (
                <Operation operation={operation} document={document} />
              ))}
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(' ', '-');
}
