import { PROJECT_TYPES } from '../../core/vocabulary.ts';
import type { Form } from '../page.ts';
import type { Project } from '../parts/entities.ts';
import { Text } from '../parts/inputs.tsx';
import { Choice, Field } from '../parts/parts.tsx';

/** What a project is made of, each field by its name with what stands before it. */
export function ProjectFields({ form, prefix = '', isNew }: { form: Form; prefix?: string; isNew: boolean }) {
  const value = (name: string) => form[`${prefix}${name}`];
  return (
    <>
      <Field name={`${prefix}name`} label="Name" value={value('name')} />
      {isNew && (
        <Choice name={`${prefix}type`} label="Type" options={PROJECT_TYPES} value={value('type') ?? 'SMS'} />
      )}
      <Field
        name={`${prefix}sender`}
        label="Sender"
        value={value('sender')}
        hint="A name of up to 11 letters and digits, or a number such as 46846500400"
      />
      <Text
        name={`${prefix}template`}
        label="Text of the SMS, or script of the call"
        value={value('template')}
        hint="{1} to {99} stand for the recipient's data fields"
      />
      <Text
        name={`${prefix}questions`}
        label="Questions of a call"
        value={value('questions')}
        rows={3}
        hint="A line for each, with the keys that answer it: 1 2 9. Without any, keys are drawn from the profile"
      />
    </>
  );
}

/** What of a form goes into a project, as the API takes it. */
export function projectOf(form: Form, prefix = '') {
  const value = (name: string) => form[`${prefix}${name}`];
  return {
    name: value('name') ?? '',
    sender: value('sender') ?? '',
    template: value('template') ?? '',
    questions: (value('questions') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => line.split(/[\s,;]+/)),
  };
}

/** A project as its form has it. */
export const projectForm = ({ name, sender, template, questions }: Project): Form => ({
  name,
  sender,
  template,
  questions: questions.map((keys) => keys.join(' ')).join('\n'),
});
