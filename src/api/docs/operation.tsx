import type { OpenApiDocument } from '../openapi.ts';
import { type Content, curlCommand } from './curl.ts';
import type { Parameter } from './document.ts';
import { bodyExample, layOut } from './example.ts';
import { FieldTable, SchemaTable } from './fields.tsx';
import { type DocumentedOperation, type DocumentedResponse, refusalKey } from './operations.ts';
import { Inline, Prose } from './prose.tsx';
import type { Row } from './rows.ts';
import { read } from './schema.ts';

/**
 * One call: what it takes, what it answers, and a command to try it with.
 * @param shared refusals that are told elsewhere
 */
export function Operation({
  document,
  operation,
  shared,
}: {
  document: OpenApiDocument;
  operation: DocumentedOperation;
  shared: readonly DocumentedResponse[];
}) {
  const { anchor, method, path, summary, description, deprecated, parameters, body } = operation;
  const contents = Object.entries(body?.content ?? {});
  const told = new Set(shared.map(refusalKey));
  const refusals = operation.responses.filter((response) => told.has(refusalKey(response)));
  const responses = operation.responses.filter((response) => !told.has(refusalKey(response)));
  return (
    <details class="operation">
      <summary>
        <h3>
          <Method method={method} /> <Path path={path} />
        </h3>
        <span>
          <Inline text={summary} />
          {deprecated && <small class="optional">deprecated</small>}
        </span>
      </summary>
      <div class="parts" id={anchor}>
        <div>
          <Prose text={description} />
          <Parameters document={document} parameters={parameters} />
          {contents.map((content) => (
            <Body document={document} content={content} required={body?.required === true} />
          ))}
          {responses.map((response) => (
            <Answer document={document} response={response} />
          ))}
          {refusals.length > 0 && (
            <p class="also">
              <a href="#refusals">Refusals</a>: {refusals.map(({ status }) => status).join(', ')}
            </p>
          )}
        </div>
        <div>
          {(contents.length > 0 ? contents : [null]).map((content) => (
            <Example title={contents.length > 1 ? `Request with ${content?.[0]}` : 'Request'} kind="command">
              {curlCommand(document, operation, content)}
            </Example>
          ))}
          {responses.map((response) => (
            <AnswerExample document={document} response={response} />
          ))}
        </div>
      </div>
    </details>
  );
}

/** A method as a coloured chip; the word says it all, the colour only helps. */
export function Method({ method }: { method: string }) {
  return <span class={`method ${method.toLowerCase()}`}>{method}</span>;
}

function Path({ path }: { path: string }) {
  const parts = path.split(/(\{[^}]*\})/);
  return <code>{parts.map((part) => (part.startsWith('{') ? <var>{part}</var> : part))}</code>;
}

const PLACES = [
  ['path', 'Path parameters'],
  ['query', 'Query parameters'],
  ['header', 'Header parameters'],
  ['cookie', 'Cookie parameters'],
] as const;

function Parameters({
  document,
  parameters,
}: {
  document: OpenApiDocument;
  parameters: readonly Parameter[];
}) {
  const places = PLACES.map(([place, title]) => ({
    title,
    rows: parameters
      .filter((parameter) => parameter.in === place)
      .map((parameter) => parameterRow(document, parameter)),
  }));
  return (
    <>
      {places
        .filter(({ rows }) => rows.length > 0)
        .map(({ title, rows }) => (
          <>
            <h4>{title}</h4>
            <FieldTable document={document} label={title} rows={rows} mark="required" />
          </>
        ))}
    </>
  );
}

/** Text in a URL or a header cannot say null, whatever the schema behind it takes for one. */
function parameterRow(
  document: OpenApiDocument,
  { name, required = false, description, schema = {} }: Parameter,
): Row {
  const reading = read(document, schema, 'as names');
  const own = { ...reading.own, ...(description === undefined ? {} : { description }) };
  return {
    depth: 0,
    within: '',
    name,
    kind: 'field',
    required,
    reading: { ...reading, own, nullable: false },
  };
}

function Body({
  document,
  content: [contentType, { schema = {} }],
  required,
}: {
  document: OpenApiDocument;
  content: Content;
  required: boolean;
}) {
  const reading = read(document, schema, 'taken in');
  return (
    <>
      <h4>
        Body <code>{contentType}</code>
        {required && <small class="required">required</small>}
      </h4>
      <SchemaTable document={document} label="Fields of the body" reading={reading} mark="required" />
      {reading.own.additionalProperties === false && <p class="also">Other fields are refused.</p>}
    </>
  );
}

function Answer({
  document,
  response: { status, description, contents },
}: {
  document: OpenApiDocument;
  response: DocumentedResponse;
}) {
  return (
    <>
      <h4>
        Answer <Status status={status} />{' '}
        {contents.map(([contentType]) => (
          <code>{contentType} </code>
        ))}
      </h4>
      <Prose text={description} />
      {contents.map(([, { schema = {} }]) => (
        <SchemaTable
          document={document}
          label={`Fields of answer ${status}`}
          reading={read(document, schema, 'as names')}
          mark="optional"
        />
      ))}
    </>
  );
}

function Status({ status }: { status: string }) {
  return <b class={/^[23]/.test(status) ? 'good' : 'bad'}>{status}</b>;
}

function AnswerExample({
  document,
  response: { status, contents },
}: {
  document: OpenApiDocument;
  response: DocumentedResponse;
}) {
  return (
    <>
      {contents
        .filter(([contentType]) => contentType.includes('json'))
        .map(([, media]) => (
          <Example title={`Answer ${status}`} kind="answer">
            {layOut(bodyExample(document, media, 'most'))}
          </Example>
        ))}
    </>
  );
}

function Example({ title, kind, children }: { title: string; kind: 'command' | 'answer'; children: string }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <pre class={kind}>{children}</pre>
    </figure>
  );
}
