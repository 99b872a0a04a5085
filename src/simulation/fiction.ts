import type { NewProject } from '../store/projects.ts';

/** Mobile numbers that are reserved for fiction, and that stand for no outcome. */
const RANGES = [
  { first: 46701740605, count: 95 },
  { first: 447700900400, count: 600 },
];
const NUMBERS = RANGES.flatMap(({ first, count }) =>
  Array.from({ length: count }, (_, index) => String(first + index)),
);

const NAMES = ['Ada', 'Björn', 'Cecilia', 'David', 'Elsa', 'Farid', 'Gun', 'Hassan', 'Ingrid', 'Johan'];
const TIMES = ['8:15', '9:30', '10:45', '13:00', '14:20', '15:40', '16:10'];

/** Somebody who does not exist. */
export interface Person {
  number: string;
  name: string;
  /** Of an appointment. */
  time: string;
}

/** So many people, from one of them on; with the last, the first come again. */
export function people(from: number, count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const nth = from + index;
    return {
      number: NUMBERS[nth % NUMBERS.length]!,
      name: NAMES[nth % NAMES.length]!,
      time: TIMES[nth % TIMES.length]!,
    };
  });
}

/** For customers that have no project of their own. */
export const PROJECTS: readonly Omit<NewProject, 'customerId'>[] = [
  {
    type: 'SMS',
    name: 'Påminnelse',
    sender: 'Vården',
    template: 'Hej {1}! Välkommen i morgon kl. {2}. Svara STOPP för att slippa påminnelser.',
  },
  {
    type: 'VOICE',
    name: 'Enkät',
    sender: '46846500400',
    template: 'Hej {1}. Hur nöjd är du, från 1 till 5? Vill du bli uppringd? Tryck 1 för ja, 2 för nej.',
    questions: [
      ['1', '2', '3', '4', '5'],
      ['1', '2'],
    ],
  },
];

/** What people write of their own accord. */
export const TEXTS = [
  'Tack!',
  'Jag blir lite sen',
  'Ja',
  'Nej tack',
  'Kan jag boka om?',
  'STOPP',
  'START',
  'Ring mig på 0701-740605',
  'Fel nummer 🙂',
];
