interface BuiltIn {
  readonly id: string;
  readonly file: string;
  readonly label: string;
}

/** The machines that come with the product: machines.json in their folder lists them. */
export class BuiltIns {
  private known: Promise<readonly BuiltIn[]> | undefined;

  constructor(
    private readonly read: (uri: string) => Promise<string>,
    private readonly folder: string,
  ) {}

  list(): Promise<readonly BuiltIn[]> {
    this.known ??= this.read(`${this.folder}/machines.json`)
      .then((text) => JSON.parse(text) as BuiltIn[])
      .catch(() => []);
    return this.known;
  }

  /** The dump of one; rejects with a sentence where there is none of that id. */
  async text(id: string): Promise<string> {
    const machine = (await this.list()).find((one) => one.id === id);
    if (!machine) throw new Error(`There is no built-in machine "${id}".`);
    return this.read(`${this.folder}/${machine.file}`);
  }
}
