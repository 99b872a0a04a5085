import type { OpenApiDocument } from '../openapi.ts';
import { type Fact, factsAround } from './facts.ts';
import { Inline } from './prose.tsx';
import { type Row, rowsInside } from './rows.ts';
import type { Reading } from './schema.ts';
import { type Type, typeOf } from './type.ts';

/** Deeper fields are set in no further. */
const MAX_INSET = 4;

/** Which fields are marked: those that must be there, or those that may be missing. */
type Mark = 'required' | 'optional';

/** Where the page describes a component. */
export function componentAnchor(name: string): string {
  return `object/${name}`;
}

/** What a schema says: a table of its fields, and in words what is no field. */
export function SchemaTable({
  document,
  label,
  reading,
  mark,
}: {
  document: OpenApiDocument;
  label: string;
  reading: Reading;
  mark: Mark;
}) {
  const rows = rowsInside(document, reading);
  const saysMore =
    rows.length === 0 || reading.bases.length > 0 || reading.nullable || reading.own.description;
  return (
    <>
      {saysMore && <Meaning document={document} reading={reading} />}
      <FieldTable document={document} label={label} rows={rows} mark={mark} />
    </>
  );
}

/** A table of fields, those within others set in. */
export function FieldTable({
  document,
  label,
  rows,
  mark,
}: {
  document: OpenApiDocument;
  label: string;
  rows: readonly Row[];
  mark: Mark;
}) {
  if (rows.length === 0) return null;
  return (
    <table aria-label={label}>
      {rows.map((row) => (
        <tr class={row.depth > 0 ? `in${Math.min(row.depth, MAX_INSET)}` : undefined}>
          <th scope="row">
            <Name row={row} />
            {row.kind === 'field' && row.required === (mark === 'required') && (
              <small class={mark}>{mark}</small>
            )}
          </th>
          <td>
            <Meaning document={document} reading={row.reading} />
          </td>
        </tr>
      ))}
    </table>
  );
}

function Name({ row: { kind, name, within } }: { row: Row }) {
  if (kind !== 'field') return <i>{name}</i>;
  return (
    <code>
      {within && <span class="unseen">{within}</span>}
      {name}
    </code>
  );
}

/** A value in words: its type, what it keeps to, and its description. */
function Meaning({ document, reading }: { document: OpenApiDocument; reading: Reading }) {
  const { description } = reading.own;
  return (
    <>
      <p class="type">
        <TypeName type={typeOf(document, reading)} />
        <Facts facts={factsAround(document, reading)} />
      </p>
      {description && (
        <p>
          <Inline text={description} />
        </p>
      )}
    </>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <>
      {facts.map(({ words, literals }) => (
        <>
          {` · ${words}`}
          {literals.map((literal) => (
            <>
              {' '}
              <code>{literal}</code>
            </>
          ))}
        </>
      ))}
    </>
  );
}

function TypeName({ type }: { type: Type }) {
  return <>{type.map((part) => (typeof part === 'string' ? part : <Component name={part.component} />))}</>;
}

function Component({ name }: { name: string }) {
  return <a href={`#${componentAnchor(name)}`}>{name}</a>;
}
