import { type Campaign, type Communication, numberOf, typeInWords } from './entities.ts';
import { Wide } from './inputs.tsx';
import { Chip, Time } from './parts.tsx';

/** Of a text, in a list. */
const MOST_CHARACTERS = 80;

interface Props {
  communications: readonly Communication[];
  /** Those that they belong to, by ID; false: it is clear which. */
  campaign: ReadonlyMap<number, Campaign> | false;
}

/** Communications in rows, each with a link to its own page. */
export function CommunicationTable({ communications, campaign }: Props) {
  return (
    <Wide label="Communications">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">Accepted</th>
            <th scope="col">Number</th>
            <th scope="col">Status</th>
            <th scope="col">Type</th>
            <th scope="col">Text</th>
            {campaign && <th scope="col">Campaign</th>}
          </tr>
        </thead>
        <tbody>
          {communications.map((one) => (
            <tr id={`communication-${one.id}`}>
              <td class="whole">
                <a href={`/communications/${one.id}`}>
                  <Time at={one.acceptedAt} /> <span class="unseen">ID {one.id}</span>
                </a>
              </td>
              <td class="whole">{numberOf(one)}</td>
              <td>
                <Standing communication={one} />
              </td>
              <td>{typeInWords(one.type)}</td>
              <td class="broad">{shortened(textOf(one))}</td>
              {campaign && (
                <td>
                  {one.campaignId !== null && (
                    <a href={`/campaigns/${one.campaignId}`}>
                      {campaign.get(one.campaignId)?.name ?? one.campaignId}
                    </a>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** What there is to say of how it stands: its status and that of the recipient, or where it is. */
export function Standing({ communication }: { communication: Communication }) {
  const { status, recipientStatus, state, held, type } = communication;
  const isIncoming = type.startsWith('INCOMING');
  return (
    <>
      {status !== null && <Chip word={status} />}
      {status === null && <Chip word={isIncoming ? 'RECEIVED' : state} />}{' '}
      {recipientStatus !== null && recipientStatus !== 'EXISTS' && <Chip word={recipientStatus} />}{' '}
      {held && <span class="chip busy">WAITS FOR YOU</span>}
    </>
  );
}

function textOf({ type, bulk, content, callLength, keyChoices }: Communication): string {
  if (type.endsWith('SMS')) return bulk ?? content ?? '';
  if (callLength === null) return '';
  return `${callLength} s${keyChoices !== null && keyChoices.length > 0 ? `, keys ${keyChoices.join(' ')}` : ''}`;
}

const shortened = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…` : text;
