import type { OutgoingType, ProjectType } from '../core/vocabulary.ts';
import type { Project } from '../store/projects.ts';

/** WhatsApp messages are reported as SMS are: there is no type token of their own [I]. */
const TYPE_OF_PROJECT: Record<ProjectType, OutgoingType> = {
  SMS: 'OUTGOING_SMS',
  WHATSAPP: 'OUTGOING_SMS',
  VOICE: 'OUTGOING_CALL',
};

/** The type of communication that a project makes. */
export function typeOfProject(project: Project): OutgoingType {
  return TYPE_OF_PROJECT[project.type];
}
