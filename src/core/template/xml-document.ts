import type { CallbackConfig } from '../callback-config.ts';
import type { EventView } from '../event-view.ts';
import type { Reader } from './parts.ts';
import { type Findings, Source } from './source.ts';
import { compileXml, type XmlChunk, xmlChunks, xmlSkeleton } from './xml.ts';
import { isElementName, xmlFault } from './xml-fault.ts';

/** Puts rendered items into the document around them; shared metrics are read from the view. */
export type Wrap = (items: readonly string[], view: EventView) => string;

const DEFAULT_ELEMENT = 'batch';
const SLOT = '{BATCH}';
/** As long as the slot, so that places stay right. */
const SLOT_ELEMENT = '<BATC/>';
const WELL_FORMED = 'well-formed XML around the metrics';

/** Compiles a template that is a whole XML document. */
export function compileXmlDocument(source: Source): Reader {
  const item = compileXml(source, xmlChunks(source.text));
  const fault = xmlFault(xmlSkeleton(source), { namespaces: true });
  if (fault !== null) source.refuse(fault.offset, fault.reason, WELL_FORMED);
  return item;
}

/** Compiles a template that is one element of a batch. */
export function compileXmlItem(source: Source): Reader {
  const chunks = xmlChunks(source.text);
  for (const { kind, start, end } of chunks) {
    if (kind === 'DOCTYPE') source.refuse(start, 'an item of a batch cannot have a DOCTYPE', 'one element');
    if (kind === 'processing instruction' && /^<\?xml\s/.test(source.text.slice(start, end))) {
      const problem = 'an item of a batch cannot have an XML declaration, as it stands within a document';
      source.refuse(start, problem, 'the declaration in batch.envelope, before {BATCH}');
    }
  }
  const item = compileXml(source, chunks);
  const fault = xmlFault(xmlSkeleton(source), { namespaces: false });
  if (fault !== null) source.refuse(fault.offset, fault.reason, 'one well-formed element around the metrics');
  return item;
}

/**
 * Compiles what stands around the items of an XML batch: the batch element, and the envelope around that.
 * @param item the template of the items, already compiled, to see whether the whole is XML
 * @param sharedOnly why only metrics that all items of a batch share may stand in the envelope
 */
export function compileXmlBatch(
  batch: NonNullable<CallbackConfig['batch']>,
  item: Source,
  findings: Findings,
  sharedOnly: string,
): Wrap {
  const element = batch.element ?? DEFAULT_ELEMENT;
  if (!isElementName(element)) refuseElement(findings, 'this cannot be the name of an element');
  const envelope = new Source(findings, 'batch.envelope', batch.envelope ?? SLOT, 'document', sharedOnly);
  const halves = splitAtSlot(envelope);
  if (halves === null) return () => '';
  const [before, after] = [compileXml(envelope, halves.before), compileXml(envelope, halves.after)];

  const skeleton = xmlSkeleton(envelope);
  const fault = xmlFault(skeleton.split(SLOT).join(SLOT_ELEMENT), { namespaces: false });
  if (fault !== null) envelope.refuse(fault.offset, fault.reason, WELL_FORMED);
  if (findings.problems.length === 0) refuseUndeclaredPrefixes(skeleton, element, item, envelope);

  return (items, view) => `${before(view)}<${element}>${items.join('')}</${element}>${after(view)}`;
}

/** The chunks on either side of the one `{BATCH}`; null, with a problem noted, when it is not where an element can be. */
function splitAtSlot(envelope: Source): { before: XmlChunk[]; after: XmlChunk[] } | null {
  const slots = envelope.tokens().filter(({ text }) => text === SLOT);
  const expected = `${SLOT} once, where the batch element goes`;
  if (slots.length !== 1) {
    envelope.refuse(slots[1]?.offset ?? 0, `${SLOT} stands here ${slots.length} times`, expected);
    return null;
  }
  const { offset } = slots[0]!;
  const chunks = xmlChunks(envelope.text);
  const around = chunks.findIndex(({ end }) => end > offset);
  const { kind, start, end } = chunks[around]!;
  if (kind !== 'text') {
    envelope.refuse(offset, `${SLOT} cannot stand in a ${kind}`, expected);
    return null;
  }
  return {
    before: [...chunks.slice(0, around), { kind, start, end: offset }],
    after: [{ kind, start: offset + SLOT.length, end }, ...chunks.slice(around + 1)],
  };
}

/** Each text may be fine by itself, and the whole still use a prefix that nothing declares. */
function refuseUndeclaredPrefixes(skeleton: string, element: string, item: Source, envelope: Source): void {
  const opening = skeleton.indexOf(SLOT);
  const itemStart = opening + element.length + 2;
  const itemSkeleton = xmlSkeleton(item);
  const whole = skeleton.split(SLOT).join(`<${element}>${itemSkeleton}</${element}>`);
  const fault = xmlFault(whole, { namespaces: true });
  if (fault === null) return;
  const { offset, reason } = fault;
  if (offset < opening) envelope.refuse(offset, reason, WELL_FORMED);
  else if (offset < itemStart) refuseElement(envelope.findings, reason);
  else if (offset < itemStart + itemSkeleton.length) item.refuse(offset - itemStart, reason, WELL_FORMED);
  else envelope.refuse(opening + SLOT.length, reason, WELL_FORMED);
}

function refuseElement({ problems }: Findings, problem: string): void {
  problems.push({ field: 'batch.element', problem, expected: 'the name of an XML element, such as batch' });
}
