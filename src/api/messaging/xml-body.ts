import { SaxesParser } from 'saxes';
import { invalid } from '../../core/refusal.ts';

/** Elements whose children, whatever their names, are the items of an array. */
const ARRAYS = ['communications', 'placeholders'];

/** Deeper than any field lies. */
const DEEPEST = 16;

/** An element that is not closed yet. */
interface Element {
  name: string;
  /** Its `i:type`: what JSON calls `$type`. */
  type: string | null;
  isNil: boolean;
  children: [name: string, value: unknown][];
  text: string;
}

/**
 * An XML body as the same body would be in JSON [I]: an element is a field, `communications` and `placeholders` hold
 * their items as elements of any name, and the attribute `type` of the namespace of XML Schema instances (or of none)
 * stands for `$type`. Names of namespaces are not looked at.
 * @throws Refusal when it is not well-formed, has a DOCTYPE, or is nested without end
 */
export function readXml(text: string): unknown {
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  let body: unknown;
  // Thrown through the parser: what follows is not read.
  parser.on('error', ({ message }) => refuse(message));
  parser.on('doctype', () => refuse('a DOCTYPE is not allowed'));
  parser.on('opentag', ({ local, attributes }) => {
    if (open.length === DEEPEST) refuse(`elements are nested more than ${DEEPEST} deep`);
    const element: Element = { name: local, type: null, isNil: false, children: [], text: '' };
    for (const { local: name, value } of Object.values(attributes)) {
      if (name === 'type') element.type = value.slice(value.indexOf(':') + 1);
      if (name === 'nil') element.isNil = value === 'true' || value === '1';
    }
    open.push(element);
  });
  const append = (more: string) => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    const element = open.pop()!;
    const value = asJson(element);
    const parent = open.at(-1);
    if (parent) parent.children.push([element.name, value]);
    else body = value;
  });
  parser.write(text).close();
  return body;
}

function refuse(why: string): never {
  throw invalid('', `the body is not read as XML (${why})`);
}

function asJson({ name, type, isNil, children, text }: Element): unknown {
  if (isNil) return null;
  if (ARRAYS.includes(name.toLowerCase())) return children.map(([, value]) => value);
  if (children.length === 0 && type === null) return text;
  return Object.fromEntries(type === null ? children : [['$type', type], ...children]);
}
