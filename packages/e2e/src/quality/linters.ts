import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../support/processes';
import type { Finding } from './finding';

/** What this module reads in templates. */
interface Template {
  Metadata?: {
    'cfn-lint'?: {
      config: { ignore_checks: string[] };
      reasons: Record<string, string>;
    };
  };
}

/** The linters of CloudFormation templates, with their own defaults: no settings of ours, and no network. */
export class Linters {
  /**
   * @param programs - the folder of the programs
   * @param elsewhere - a folder in which no settings are, where they run
   */
  constructor(
    private readonly programs: string,
    private readonly elsewhere: string,
  ) {}

  /** What cfn-lint finds in the templates of a folder and is not answered there. */
  async cfnLint(templates: string): Promise<Finding[]> {
    const found: {
      Filename: string;
      Message: string;
      Rule: { Id: string };
      Location: { Path?: (string | number)[] };
    }[] = await this.#json('cfn-lint', [
      path.join(templates, '*.template.json'),
      ...['--format', 'json'],
    ]);
    return found.map(({ Filename, Message, Rule, Location }) => ({
      tool: 'cfn-lint',
      rule: Rule.Id,
      place: `${stackOf(Filename)} ${Location.Path?.join('/')}: ${Message}`,
    }));
  }

  /**
   * What cfn-lint finds and is answered: cfn-lint does not show it, unless the answers are taken away.
   *
   * @param templates - the folder of the templates
   * @param copies - a folder for the templates without the answers
   */
  async answeredByCfnLint(
    templates: string,
    copies: string,
  ): Promise<Finding[]> {
    const reasons = await copyWithoutAnswers(templates, copies);
    return (await this.cfnLint(copies)).map(finding => ({
      ...finding,
      reason: reasons[stackOf(finding.place)]?.[finding.rule],
    }));
  }

  /** What checkov finds in the templates of a folder, answered or not. */
  async checkov(templates: string): Promise<Finding[]> {
    const { results } = await this.#json('checkov', [
      ...['--directory', templates],
      ...['--framework', 'cloudformation', '--skip-download'],
      ...['--output', 'json'],
    ]);
    const found: {
      check_id: string;
      check_name: string;
      file_path: string;
      resource: string;
      check_result: { suppress_comment?: string };
    }[] = [...results.failed_checks, ...results.skipped_checks];
    return found.map(check => ({
      tool: 'checkov',
      rule: check.check_id,
      place: `${stackOf(check.file_path)} ${check.resource}: ${
        check.check_name
      }`,
      reason: check.check_result.suppress_comment,
    }));
  }

  async #json(program: string, args: string[]) {
    const { code, output } = await run(
      [path.join(this.programs, program), ...args],
      { cwd: this.elsewhere },
    );
    try {
      return JSON.parse(output);
    } catch {
      throw new Error(`${program} ended with ${code}:\n${output}`);
    }
  }
}

/** Copies templates without what they tell cfn-lint; returns that, by stack. */
async function copyWithoutAnswers(
  templates: string,
  copies: string,
): Promise<Record<string, Record<string, string>>> {
  await mkdir(copies);
  const files = (await readdir(templates)).filter(isTemplate);
  const reasons = await Promise.all(
    files.map(async file => {
      const { Metadata, ...template }: Template = JSON.parse(
        await readFile(path.join(templates, file), 'utf8'),
      );
      await writeFile(path.join(copies, file), JSON.stringify(template));
      return [stackOf(file), Metadata?.['cfn-lint']?.reasons ?? {}] as const;
    }),
  );
  return Object.fromEntries(reasons);
}

/** Whether a file of an assembly is a template. */
export function isTemplate(file: string): boolean {
  return file.endsWith('.template.json');
}

/** `/any/network.template.json` and what begins with it or with `network ` belong to the stack `network`. */
function stackOf(text: string): string {
  return path.basename(text.split(' ')[0], '.template.json');
}
