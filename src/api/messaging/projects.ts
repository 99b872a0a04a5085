import { fillContent } from '../../core/content.ts';
import { byNumber, nonconformity, placeholdersOf } from '../../core/placeholders.ts';
import type { ProjectType } from '../../core/vocabulary.ts';
import type { Wish } from '../../simulation/accept.ts';
import { typeOfProject } from '../../simulation/project-type.ts';
import type { Project } from '../../store/projects.ts';
import type { Store } from '../../store/store.ts';

/** What a project says of a communication. */
export type FromProject = Pick<Wish, 'type' | 'sender' | 'content' | 'project'>;

/** A customer's projects while one call is answered: each is read once. */
export class ProjectsOf {
  readonly #known = new Map<number, { project: Project; asked: number } | null>();
  readonly #projects: Store['projects'];
  readonly #customerId: number;

  constructor({ projects }: Pick<Store, 'projects'>, customerId: number) {
    this.#projects = projects;
    this.#customerId = customerId;
  }

  /** The customer's project with that ID and of that type; null: there is none. */
  find(id: number, type: ProjectType): Project | null {
    const project = this.#read(id)?.project;
    return project?.type === type ? project : null;
  }

  /**
   * What a project sends with these placeholders. A call has a script and no text: how many it takes is not checked [D].
   * @returns what does not conform to its template, in words
   */
  fill(project: Project, placeholders: readonly string[]): FromProject | string {
    const type = typeOfProject(project);
    if (type === 'OUTGOING_CALL') return { type, sender: project.sender, content: null, project };
    const wrong = nonconformity(this.#read(project.id)!.asked, placeholders);
    if (wrong !== null) return wrong;
    const content = fillContent(project.template, byNumber(placeholders));
    return { type, sender: project.sender, content, project };
  }

  #read(id: number) {
    let known = this.#known.get(id);
    if (known === undefined) {
      const project = this.#projects.get(id);
      known =
        project?.customerId === this.#customerId
          ? { project, asked: placeholdersOf(project.template) }
          : null;
      this.#known.set(id, known);
    }
    return known;
  }
}
