import type { ProjectType } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

export interface Project {
  /** `{PRID}`. */
  id: number;
  customerId: number;
  type: ProjectType;
  name: string;
  /** Caller ID or sender of what the project sends. */
  sender: string;
  /** Text of an SMS, or the script of a call, with `{1}` .. `{99}` for data fields. */
  template: string;
  /** Of a call's script, in turn: the keys that answer each. */
  questions: readonly (readonly string[])[];
  createdAt: number;
}

export type NewProject = Omit<Project, 'id' | 'createdAt' | 'questions'> &
  Partial<Pick<Project, 'questions'>>;

interface Row {
  id: number;
  customer_id: number;
  type: ProjectType;
  name: string;
  sender: string;
  template: string;
  questions: string;
  created_at: number;
}

const fromRow = (row: Row): Project => ({
  id: row.id,
  customerId: row.customer_id,
  type: row.type,
  name: row.name,
  sender: row.sender,
  template: row.template,
  questions: JSON.parse(row.questions),
  createdAt: row.created_at,
});

export function projectStore(db: Database) {
  const insert = db.prepare(
    'INSERT INTO projects (customer_id, type, name, sender, template, questions, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE projects SET name = ?, sender = ?, template = ?, questions = ? WHERE id = ?',
  );
  const byId = db.prepare<[number], Row>('SELECT * FROM projects WHERE id = ?');

  return {
    create(wanted: NewProject, now: number): Project {
      const project = { questions: [], ...wanted };
      const { lastInsertRowid } = insert.run(
        project.customerId,
        project.type,
        project.name,
        project.sender,
        project.template,
        JSON.stringify(project.questions),
        now,
      );
      return { id: Number(lastInsertRowid), ...project, createdAt: now };
    },
    update(project: Project): void {
      update.run(
        project.name,
        project.sender,
        project.template,
        JSON.stringify(project.questions),
        project.id,
      );
    },
    get(id: number): Project | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    list(page: PageRequest, customerId?: number): Page<Project> {
      const { condition, orderBy } = seek('id', page);
      const { clause, values } = where({ ...condition, 'customer_id = ?': customerId });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM projects ${clause} ${orderBy} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.id, fromRow);
    },
  };
}
