/** How far the import of a CSV has come. */
export interface ImportProgress {
  /** Rows that have been read, and how many of them were wrong. */
  rows: number;
  rejected: number;
  /** Of the upload. */
  bytes: number;
  /** Null: it does not say how long it is. */
  totalBytes: number | null;
}

/** The imports that are under way, by contact list. */
export class Imports {
  readonly #underWay = new Map<ImportProgress, number>();

  into(contactListId: number): ImportProgress[] {
    return [...this.#underWay].filter(([, id]) => id === contactListId).map(([progress]) => progress);
  }

  /** Shows an import for as long as `work` takes. */
  async during<Result>(
    contactListId: number,
    totalBytes: number | null,
    work: (progress: ImportProgress) => Promise<Result>,
  ): Promise<Result> {
    const progress = { rows: 0, rejected: 0, bytes: 0, totalBytes };
    this.#underWay.set(progress, contactListId);
    try {
      return await work(progress);
    } finally {
      this.#underWay.delete(progress);
    }
  }
}
